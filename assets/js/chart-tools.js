// The buttons under a chart: the whole screen, and the drawing as a picture that says where it is from.
import { pictureOf } from "./chart-picture.js";

const TOOL = ".chart-tool";
const DRAWN = ".chart-slot[data-drawn] .js-plotly-plot";
const PATIENCE = 20000; // ms
const HALL = 20; // px, letters that are read from the last row

export function startChartTools(entry) {
  entry.addEventListener("click", (event) => {
    const button = event.target.closest(TOOL);
    if (button) use(button).catch(() => button.removeAttribute("aria-busy"));
  });
  document.addEventListener("fullscreenchange", () => fit(entry));
}

async function use(button) {
  const block = button.closest("[data-exhibit]");
  const name = button.dataset.tool;
  if (name === "screen") {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await block.requestFullscreen();
    return;
  }
  button.setAttribute("aria-busy", "true");
  save(await pictureOf(await drawn(block), block, name), name, block.dataset.exhibit);
  button.removeAttribute("aria-busy");
}

/** The drawing of an exhibit; it is asked for where nobody has. */
function drawn(block) {
  const there = block.querySelector(DRAWN);
  if (there) return there;
  block.querySelector(".draw-chart")?.click();
  return new Promise((done, failed) => {
    const stop = setTimeout(() => end(failed), PATIENCE);
    const watch = new MutationObserver(() => block.querySelector(DRAWN) && end(done));
    const end = (how) => {
      clearTimeout(stop);
      watch.disconnect();
      how(block.querySelector(DRAWN));
    };
    watch.observe(block, { attributes: true, childList: true, subtree: true });
  });
}

/** /ky/demo/spending -> ky-demo-spending-flows.png */
function save(data, kind, key) {
  const download = `${location.pathname.split("/").filter(Boolean).join("-")}-${key}.${kind}`;
  Object.assign(document.createElement("a"), { href: data, download }).click();
}

/** Letters grow with the screen, and shrink with it again. */
async function fit(entry) {
  const whole = document.fullscreenElement;
  entry.querySelectorAll("[data-enlarged]").forEach((graph) => enlarge(graph, 1 / Number(graph.dataset.enlarged)));
  if (!whole?.matches("[data-exhibit]")) return;
  const graph = await drawn(whole);
  if (graph && document.fullscreenElement === whole) enlarge(graph, HALL / graph.layout.font.size);
}

/** Letters and the room for those above and below the plot become so many times as large. */
function enlarge(graph, times) {
  const { font, margin, title } = graph.layout;
  const sizes = { "font.size": font.size * times, "margin.t": margin.t * times, "margin.b": margin.b * times };
  if (title?.font) sizes["title.font.size"] = title.font.size * times;
  graph.toggleAttribute("data-enlarged", times > 1);
  if (times > 1) graph.dataset.enlarged = times;
  window.Plotly.relayout(graph, sizes);
}
