// Starts Dash under a page that can already be read, and hands the page over to it.
import { startCharts } from "./charts.js";
import { startComparing } from "./compare.js";
import { startFrame } from "./frame.js";
import { registerIsland } from "./islands.js";
import { startMaps } from "./map.js";
import { startNavigation } from "./navigation.js";
import { answerFromDocument } from "./requests.js";
import { startSharing } from "./share.js";
import { registerStatic } from "./static.js";
import { startSuggesting } from "./suggest.js";
import { takeOver } from "./takeover.js";

startSharing();
startFrame();
startComparing();
startSuggesting();

if (window.DashRenderer) {
  answerFromDocument();
  registerStatic();
  registerIsland();
  takeOver((entry) => {
    startNavigation(entry);
    startCharts(entry);
    startMaps(entry);
  });
  window.renderer = new window.DashRenderer();
}
