// What of a map is seen: how near, which part, and its markers, which come apart as the reader goes nearer.
import { grouped, marker } from "./map-markers.js";
import { tile } from "./map-tiles.js";
import { worksOf } from "./map-works.js";

const NEAREST = 2 ** 17; // times the world: about 300 metres across

/** A map as the server drew it. The view: a point of the picture stands at `zoom` times itself, moved by x and y. */
export function viewOf(frame) {
  const svg = frame.querySelector("svg.map");
  const { width, height } = svg.viewBox.baseVal;
  const scale = Number(svg.dataset.plane.split(" ")[2]);
  const marks = [...svg.querySelectorAll(".map-marks > a")].map((node) => {
    const { e, f } = node.transform.baseVal[0].matrix;
    return { node, x: e, y: f };
  });
  const nearest = Math.max(1, (Math.max(width, height) / scale) * NEAREST);
  return { frame, svg, width, height, nearest, marks, zoom: 1, x: 0, y: 0 };
}

/** The works of the map, or null when they do not come. */
export async function known(view) {
  view.coming ??= worksOf(view.frame, view.svg).catch(() => null);
  view.works ??= await view.coming;
  if (!view.works) view.coming = undefined; // the next wish asks again
  return view.works;
}

/** Go `times` nearer, with `at` (in the picture's units, as seen) staying where it is. */
export function zoomed(view, times, at) {
  const zoom = Math.min(view.nearest, Math.max(1, view.zoom * times));
  const by = zoom / view.zoom;
  view.zoom = zoom;
  moved(view, (at.x - view.x) * (1 - by), (at.y - view.y) * (1 - by));
}

/** Move what is seen, never beyond the edges of the whole. */
export function moved(view, x, y) {
  view.x = Math.min(0, Math.max(view.width * (1 - view.zoom), view.x + x));
  view.y = Math.min(0, Math.max(view.height * (1 - view.zoom), view.y + y));
  place(view);
}

/** Where a point of the picture is seen. */
export function seenAt(view, { x, y }) {
  return { x: x * view.zoom + view.x, y: y * view.zoom + view.y };
}

/** Put everything where it belongs now; markers stay the same ones. */
function place(view) {
  const { svg, zoom } = view;
  svg.querySelector(".map-world").setAttribute("transform", `translate(${view.x} ${view.y}) scale(${zoom})`);
  for (const mark of view.marks) {
    const { x, y } = seenAt(view, mark);
    mark.node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }
  svg.toggleAttribute("data-open", zoom > 1);
  const ends = { in: zoom >= view.nearest, out: zoom <= 1, whole: zoom <= 1 };
  for (const [name, end] of Object.entries(ends)) {
    view.frame.querySelector(`[data-map="${name}"]`).setAttribute("aria-disabled", end);
  }
}

/** The markers of the works in view, made anew; the one that has the focus, or the nearest to it, keeps it. */
export async function drawn(view) {
  if (!(await known(view))) return;
  const focused = view.marks.find(({ node }) => node === document.activeElement);
  view.marks = grouped(inView(view), view.zoom).map((group) => ({ ...group, node: marker(view.frame, group) }));
  view.svg.querySelector(".map-marks").replaceChildren(...view.marks.map(({ node }) => node));
  place(view);
  tile(view);
  markChosen(view);
  if (focused) nearest(view.marks, focused)?.node.focus({ preventScroll: true });
}

/** Show which markers stand for the works that are listed. */
export function markChosen({ chosen, marks }) {
  const listed = new Set(chosen?.members);
  for (const { node, members } of marks) {
    node.toggleAttribute("data-chosen", members?.every((work) => listed.has(work)) ?? node === chosen?.node);
  }
}

function inView({ works, zoom, x, y, width, height }) {
  const inside = (at, from, side) => at * zoom + from >= 0 && at * zoom + from <= side;
  return works.filter((work) => inside(work.x, x, width) && inside(work.y, y, height));
}

/** The works of a marker, also of one that the server drew. */
export async function membersOf(view, mark) {
  const works = await known(view);
  return mark.members ?? (works && nearest(grouped(works, 1), mark).members);
}

function nearest(marks, { x, y }) {
  const far = (mark) => Math.hypot(mark.x - x, mark.y - y);
  return marks.reduce((best, mark) => (best && far(best) <= far(mark) ? best : mark), null);
}
