// Charts are drawn when they are wanted: on a tap, or in view when the connection can carry plotly.
import { connectionIsGood } from "./connection.js";
import { setProps } from "./document.js";
import { loadSuites, suitesAreLoaded } from "./suites.js";

const BUTTON = ".draw-chart";
const SLOT = ".chart-slot";
const SUITES = ["dash_core_components", "plotly"];

export function startCharts(entry) {
  if (matchMedia("(prefers-color-scheme: dark)").matches) setProps("theme", { value: "dark" });
  entry.addEventListener("click", onClick, true);
  const inView = new IntersectionObserver((entries) => entries.filter((e) => e.isIntersecting).forEach(drawUnasked));
  const review = oncePerFrame(() => entry.querySelectorAll(SLOT).forEach((slot) => reviewSlot(slot, inView)));
  new MutationObserver(review).observe(entry, { childList: true, subtree: true });
  review();
}

/** A chart did not come: its button can be pressed again. */
export function chartFailed() {
  document.querySelectorAll(BUTTON).forEach((button) => button.removeAttribute("aria-busy"));
}

function onClick(event) {
  const button = event.target.closest(BUTTON);
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  // Dash asks the server meanwhile; its answer waits for the scripts.
  loadSuites(SUITES).catch(chartFailed);
}

function drawUnasked({ target }) {
  if (target.hidden || target.getAttribute("aria-busy") === "true") return;
  if (suitesAreLoaded(SUITES) || connectionIsGood()) target.click();
}

/** Mark what is drawn; the mark goes when another page takes the slot. */
function reviewSlot(slot, inView) {
  const button = slot.parentElement.querySelector(BUTTON);
  const drawn = slot.querySelector(".main-svg") !== null;
  if (drawn && document.activeElement === button) slot.focus({ preventScroll: true });
  slot.toggleAttribute("data-drawn", drawn);
  if (!button) return;
  button.hidden = drawn;
  const address = slot.closest("#page").dataset.address;
  if (drawn || button.dataset.at !== address) button.removeAttribute("aria-busy");
  button.dataset.at = address;
  inView.observe(button);
}

function oncePerFrame(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      action();
    });
  };
}
