// Charts are drawn when they are wanted: on a tap, or in view when the connection can carry plotly.
import { startChartTools } from "./chart-tools.js";
import { connectionIsGood } from "./connection.js";
import { setProps } from "./document.js";
import { giveUpRoom, isNarrow, isTooSmall, keepRoom, reserve, widthClass } from "./drawing-room.js";
import { go } from "./navigation.js";
import { loadSuites, suitesAreLoaded } from "./suites.js";

const BUTTON = ".draw-chart";
const SLOT = ".chart-slot";
const SUITES = ["dash_core_components", "plotly"];
const AHEAD = "400px"; // a chart is there when a reader comes to it

export function startCharts(entry) {
  if (matchMedia("(prefers-color-scheme: dark)").matches) setProps("theme", { value: "dark" });
  entry.addEventListener("click", onClick, true);
  startChartTools(entry);
  const seen = (entries) => entries.filter((one) => one.isIntersecting).forEach(drawUnasked);
  const inView = new IntersectionObserver(seen, { rootMargin: `0px 0px ${AHEAD} 0px` });
  // At once, and not in the next frame: a chart and its picture are never seen together.
  const review = () => entry.querySelectorAll(SLOT).forEach((slot) => reviewSlot(slot, inView));
  new MutationObserver(review).observe(entry, { childList: true, subtree: true });
  review();
  addEventListener("resize", afterwards(() => entry.querySelectorAll(`${SLOT}[data-drawn]`).forEach(resized)));
}

/** Turned phones, other windows: another room, and where it is of another class another drawing. */
function resized(slot) {
  if (document.fullscreenElement) return;
  keepRoom(slot);
  if (slot.dataset.width !== widthClass(slot)) buttonOf(slot).click();
}

/** A chart did not come: its button can be pressed again. */
export function chartFailed() {
  document.querySelectorAll(BUTTON).forEach((button) => button.removeAttribute("aria-busy"));
}

function onClick(event) {
  const button = event.target.closest(BUTTON);
  if (!button) return;
  const slot = slotOf(button);
  keepRoom(slot);
  slot.dataset.width = widthClass(slot);
  setProps({ key: JSON.parse(slot.id).key, type: "width" }, { value: slot.dataset.width });
  button.setAttribute("aria-busy", "true");
  // Dash asks the server meanwhile; its answer waits for the scripts.
  loadSuites(SUITES).catch(chartFailed);
}

function drawUnasked({ target: button }) {
  if (button.hidden || button.getAttribute("aria-busy") === "true" || !button.offsetParent) return;
  if (willDraw() && !isTooSmall(slotOf(button))) button.click();
}

/** On a phone the picture says it better: a chart is drawn there when it is asked for. */
function willDraw() {
  return !isNarrow() && (suitesAreLoaded(SUITES) || connectionIsGood());
}

/** Mark what is drawn; the mark goes when another page takes the slot. */
function reviewSlot(slot, inView) {
  const button = buttonOf(slot);
  const picture = slot.querySelector(".main-svg");
  const drawn = picture !== null;
  const address = slot.closest("#page").dataset.address;
  const another = slot.dataset.at !== address;
  slot.dataset.at = address;
  if (drawn !== slot.hasAttribute("data-drawn")) slot.toggleAttribute("data-drawn", drawn);
  // It is in sight from here on, and only what is in sight takes the focus.
  if (drawn && document.activeElement === button) slot.focus({ preventScroll: true });
  if (drawn) describe(slot, picture);
  if (another && !drawn) giveUpRoom(slot);
  if (!button) return;
  if (another && !drawn && willDraw()) reserve(slot);
  button.hidden = drawn;
  if (drawn || another) button.removeAttribute("aria-busy");
  inView.observe(button);
}

/** To who does not see it a drawing is one picture, with the question as its name and its numbers in words. */
function describe(slot, picture) {
  if (picture.hasAttribute("role")) return;
  const { key } = JSON.parse(slot.id);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-labelledby", `${key}-title`);
  picture.setAttribute("aria-describedby", `${key}-said`);
  slot.querySelectorAll(".main-svg:not([role])").forEach((layer) => layer.setAttribute("aria-hidden", "true"));
  follow(slot.querySelector(".js-plotly-plot"));
}

/** A part of a drawing that leads somewhere is a link: the server wrote the address into it. */
function follow(graph) {
  const leads = (event) => {
    const href = event.points?.[0]?.customdata;
    return typeof href === "string" && href.startsWith("/") ? href : "";
  };
  const cursor = (name) => graph.querySelectorAll(".nsewdrag").forEach((layer) => (layer.style.cursor = name));
  graph.on("plotly_click", (event) => leads(event) && go(leads(event)));
  graph.on("plotly_hover", (event) => cursor(leads(event) && "pointer"));
  graph.on("plotly_unhover", () => cursor(""));
  // A part without parts of its own has nothing to open, and no way back would be shown.
  graph.on("plotly_treemapclick", ({ points: [part] }) => graph.data[0].parents.includes(part.id));
}

/** When the last of many calls is a moment ago. */
function afterwards(action) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(action, 200);
  };
}

function slotOf(button) {
  return button.closest(".chart").querySelector(SLOT);
}

function buttonOf(slot) {
  return slot.closest(".chart").querySelector(BUTTON);
}
