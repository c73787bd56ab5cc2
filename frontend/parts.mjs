// The parts of the front-end. A part names its inputs and makes outputs: { name, extension, content }.
import { appScript, bundle } from "./scripts.mjs";
import { appStyles, bootstrapStyles, wholeBootstrap } from "./styles.mjs";
import { fonts } from "./fonts.mjs";
import { locale } from "./locales.mjs";
import { outline } from "./outline.mjs";

export const PARTS = [
  {
    name: "plotly",
    inputs: [],
    make: (root) => bundle(root, "plotly", "frontend/entries/plotly.cjs", { globalName: "Plotly" }),
  },
  { name: "runtime", inputs: [], make: (root) => bundle(root, "runtime", "frontend/entries/runtime.js") },
  { name: "bootstrap", inputs: ["dashboard", "assets"], make: bootstrapStyles },
  { name: "bootstrap-whole", inputs: [], make: wholeBootstrap },
  { name: "app-css", inputs: ["assets", "dashboard"], make: appStyles },
  { name: "app-js", inputs: ["assets"], make: appScript },
  { name: "outline", inputs: [], make: outline },
  { name: "fonts", inputs: [], make: fonts },
  { name: "plotly-locale-ky", inputs: [], make: (root) => locale(root, "ky") },
  { name: "plotly-locale-ru", inputs: [], make: (root) => locale(root, "ru") },
];
