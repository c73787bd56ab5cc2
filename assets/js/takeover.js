// The page is there twice for a moment: as the server wrote it, and as Dash has drawn it. The written one goes
// when the drawn one is complete; what the reader was doing goes on.

const CONTROLS = "a[href], button, input, select, textarea, summary";
const BOXES = 'input.fold[type="checkbox"]'; // of headings that fold: nothing but the page itself knows their state

import { showCurrent } from "./frame.js";

export function takeOver(done) {
  const entry = document.getElementById("react-entry-point");
  const written = document.getElementById("first-paint");
  const observer = new MutationObserver(() => {
    if (!entry.querySelector("#page")) return;
    observer.disconnect();
    swap(written, entry);
    done(entry);
  });
  observer.observe(entry, { childList: true, subtree: true });
}

function swap(written, entry) {
  const { scrollX, scrollY } = window;
  const focused = [...written.querySelectorAll(CONTROLS)].indexOf(document.activeElement);
  const open = [...written.querySelectorAll("details")].map((details) => details.open);
  const typed = [...written.querySelectorAll("input, select, textarea")].map((field) => field.value);
  const ticked = [...written.querySelectorAll(BOXES)].map((box) => box.checked);
  entry.hidden = false;
  entry.querySelectorAll("details").forEach((details, index) => (details.open = open[index]));
  entry.querySelectorAll("input, select, textarea").forEach((field, index) => type(field, typed[index]));
  entry.querySelectorAll(BOXES).forEach((box, index) => (box.checked = ticked[index] ?? box.checked));
  written.remove();
  showCurrent(entry);
  if (focused >= 0) entry.querySelectorAll(CONTROLS)[focused]?.focus({ preventScroll: true });
  window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
}

/** Give a field the reader's value in a way that React notices. */
function type(field, value) {
  if (value === undefined || field.value === value) return;
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
  setter.call(field, value);
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
}
