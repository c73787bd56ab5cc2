// The map opens: buttons, two fingers, ctrl and the wheel, + and − go nearer; a drag and arrows move it once it is
// nearer than the whole. One finger on the whole map scrolls the page. A circle lists its works, a shape leads to its
// work. Without this script the map is a picture whose circles lead to the list by village.
import { leaveList, listWorks } from "./map-list.js";
import { drawn, markChosen, membersOf, moved, seenAt, viewOf, zoomed } from "./map-view.js";

const STEP = 2;
const NUDGE = 80; // a quarter of the picture
const SLACK = 5; // a finger that moved less has tapped
const KEYS = { "+": "in", "=": "in", "-": "out", 0: "whole" };
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const views = new WeakMap(); // by the element of the map, which another page replaces

export function startMaps(entry) {
  document.documentElement.dataset.map = "1";
  entry.addEventListener("click", onClick, true);
  entry.addEventListener("keydown", onKey);
  for (const kind of ["pointerover", "focusin"]) entry.addEventListener(kind, ({ target }) => mapAt(target));
}

function mapAt(target) {
  const frame = target.closest?.(".map-frame");
  if (frame && !views.has(frame)) views.set(frame, listening(viewOf(frame)));
  return frame && views.get(frame);
}

function listening(view) {
  const { svg } = view;
  view.fingers = new Map();
  svg.addEventListener("pointerdown", (event) => onDown(view, event));
  svg.addEventListener("pointermove", (event) => onMove(view, event));
  for (const kind of ["pointerup", "pointercancel"]) svg.addEventListener(kind, (event) => onUp(view, event));
  svg.addEventListener("dragstart", (event) => event.preventDefault()); // links would be dragged away
  svg.addEventListener("wheel", (event) => onWheel(view, event), { passive: false });
  // Two fingers are for the map; a browser told otherwise by one of them would scroll on.
  for (const kind of ["touchstart", "touchmove"]) svg.addEventListener(kind, keepTwo, { passive: false });
  return view;
}

function keepTwo(event) {
  if (event.touches.length > 1 && event.cancelable) event.preventDefault();
}

function onClick(event) {
  const view = mapAt(event.target);
  if (!view) return;
  const button = event.target.closest("button[data-map]");
  if (button) act(view, button.dataset.map);
  const link = event.target.closest(".map-marks a");
  if (!link) return;
  const dragged = view.dragged;
  view.dragged = false;
  if (dragged) event.stopPropagation();
  if (dragged || link.getAttribute("href").startsWith("#")) event.preventDefault();
  if (!dragged && !link.dataset.nav) list(view, link);
}

async function list(view, link) {
  const mark = view.marks.find(({ node }) => node === link);
  const members = mark && (await membersOf(view, mark));
  if (!members) {
    view.frame.querySelector(".map-villages").scrollIntoView({ block: "nearest" });
    return;
  }
  view.chosen = { ...mark, members };
  markChosen(view);
  listWorks(view.frame, members);
}

function act(view, name) {
  if (name === "back") {
    leave(view);
    return;
  }
  const middle = { x: view.width / 2, y: view.height / 2 };
  if (name === "whole") zoomed(view, 0, middle);
  else zoomed(view, name === "in" ? STEP : 1 / STEP, middle);
  const aim = view.chosen ?? view.marks.find(({ node }) => node === document.activeElement);
  if (aim && name === "in") {
    const { x, y } = seenAt(view, aim);
    moved(view, middle.x - x, middle.y - y);
  }
  drawn(view);
}

function leave(view) {
  if (!leaveList(view.frame)) return;
  const was = view.chosen;
  view.chosen = undefined;
  markChosen(view);
  (was?.node.isConnected ? was.node : view.frame.querySelector("[data-map]")).focus({ preventScroll: true });
}

function onKey(event) {
  const view = mapAt(event.target);
  if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") leave(view);
  if (!event.target.closest(".map-view")) return;
  const arrow = ARROWS[event.key];
  if (KEYS[event.key]) act(view, KEYS[event.key]);
  else if (arrow && view.zoom > 1) {
    moved(view, arrow[0] * NUDGE, arrow[1] * NUDGE);
    drawn(view);
  } else return;
  event.preventDefault();
}

function onWheel(view, event) {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoomed(view, 2 ** (-Math.max(-100, Math.min(100, event.deltaY)) / 100), pointAt(view, event));
  clearTimeout(view.settling);
  view.settling = setTimeout(() => drawn(view), 120);
}

function onDown(view, event) {
  view.dragged = false;
  if (event.button === 0) view.fingers.set(event.pointerId, pointAt(view, event));
}

function onMove(view, event) {
  if (!event.buttons) view.fingers.delete(event.pointerId); // let go outside the map
  const before = view.fingers.get(event.pointerId);
  if (!before) return;
  const now = pointAt(view, event);
  const other = [...view.fingers].find(([finger]) => finger !== event.pointerId)?.[1];
  if (!view.dragged && Math.hypot(now.x - before.x, now.y - before.y) < SLACK) return;
  if (!other && view.zoom === 1) return;
  view.fingers.set(event.pointerId, now);
  view.dragged = true;
  view.svg.setPointerCapture(event.pointerId);
  if (other) zoomed(view, distance(now, other) / Math.max(1, distance(before, other)), other);
  else moved(view, now.x - before.x, now.y - before.y);
}

function onUp(view, event) {
  if (!view.fingers.delete(event.pointerId)) return;
  if (view.dragged && !view.fingers.size) drawn(view);
}

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Where a pointer is, in the picture's units. */
function pointAt(view, { clientX, clientY }) {
  return new DOMPoint(clientX, clientY).matrixTransform(view.svg.getScreenCTM().inverse());
}
