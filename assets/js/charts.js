// Charts are drawn when they are wanted: on a tap, or in view when the connection can carry plotly.
import { setProps } from "./document.js";
import { chartsAreLoaded, loadSuite } from "./suites.js";

const BUTTON = ".draw-chart";
const SLOT = ".chart-slot";
const GOOD_SPEED = 5; // Mbit/s; plotly is half a megabyte

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
  loadSuite("dash_core_components").catch(chartFailed);
}

function drawUnasked({ target }) {
  if (!target.hidden && target.getAttribute("aria-busy") !== "true" && (chartsAreLoaded() || connectionIsGood())) {
    target.click();
  }
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

function connectionIsGood() {
  if (matchMedia("(prefers-reduced-data: reduce)").matches) return false;
  const connection = navigator.connection ?? {};
  if (connection.saveData || (connection.effectiveType && connection.effectiveType !== "4g")) return false;
  return (measuredSpeed() ?? connection.downlink ?? 0) >= GOOD_SPEED;
}

/** Mbit/s at which this page's own scripts came, undefined when the browser had them already. */
function measuredSpeed() {
  const fetched = performance.getEntriesByType("resource").filter((entry) => entry.transferSize > 20000);
  // From the first byte to the last: how long the server thought is not the connection's fault.
  const speeds = fetched.map((e) => (e.transferSize * 8) / Math.max(e.responseEnd - e.responseStart, 1) / 1000);
  return speeds.length ? Math.max(...speeds) : undefined;
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
