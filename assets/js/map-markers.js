// Where works lie on a map, and which of them share a marker: the rule of dashboard/exhibits/works/clusters.py, by zoom.
const CELL = 16; // the longer side of a picture (320) by its cells (20)
const APART = 32;
const COVERING = 0.8;
const POLE = 85.05;
const SVG = "http://www.w3.org/2000/svg";

/** Degrees (latitude, longitude) as a point of the picture. */
export function placed(svg, [latitude, longitude]) {
  const [left, top, scale] = svg.dataset.plane.split(" ").map(Number);
  const clamped = Math.max(-POLE, Math.min(POLE, latitude));
  const south = (1 - Math.asinh(Math.tan((clamped * Math.PI) / 180)) / Math.PI) / 2;
  return { x: ((longitude + 180) / 360 - left) * scale, y: (south - top) * scale };
}

/** Works by marker: { members, x, y }. */
export function grouped(works, zoom) {
  const cells = new Map();
  for (const work of works) {
    const cell = `${Math.floor((work.x * zoom) / CELL)} ${Math.floor((work.y * zoom) / CELL)}`;
    if (!cells.has(cell)) cells.set(cell, []);
    cells.get(cell).push(work);
  }
  let groups = [...cells.values()].map(group);
  for (let before = Infinity; groups.length < before; ) {
    before = groups.length;
    groups = joined(groups, zoom);
  }
  return groups;
}

function joined(groups, zoom) {
  const anchors = [];
  for (const { members, x, y } of groups.sort((a, b) => b.members.length - a.members.length)) {
    const room = radius(members.length);
    const near = anchors.find((anchor) => {
      const covering = COVERING * (room + radius(anchor.members.length));
      return Math.hypot(anchor.x - x, anchor.y - y) * zoom < Math.max(APART, covering);
    });
    if (near) near.members = near.members.concat(members);
    else anchors.push({ members, x, y });
  }
  return anchors.map(({ members }) => group(members));
}

function group(members) {
  const middle = (axis) => members.reduce((sum, work) => sum + work[axis], 0) / members.length;
  return { members, x: middle("x"), y: middle("y") };
}

function radius(count) {
  return count === 1 ? 6.5 : 6 + 4.5 * String(count).length;
}

/** What a marker says, in the words of the map's key. */
export function saying(frame, members) {
  const known = (word) => frame.querySelector(`.key [data-word="${word}"]`).dataset;
  if (members.length === 1) return `${members[0].name}: ${known(members[0].word).name}`;
  const counts = new Map();
  for (const { word } of members) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([, few], [, many]) => many - few);
  const parts = sorted.map(([word, n]) => filled(known(word).part, { n })).join(", ");
  return filled(frame.dataset.several, { n: members.length, parts });
}

/** A text with its {places} filled. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** The link that stands for works on the map. */
export function marker(frame, { members }) {
  const alone = members.length === 1;
  const past = frame.querySelector(".map-past").getAttribute("href");
  const link = drawnAs("a", alone ? { href: members[0].href, "data-nav": "1" } : { href: past });
  const title = drawnAs("title", {});
  title.textContent = saying(frame, members);
  const touch = drawnAs("circle", { class: "map-touch", r: Math.max(APART / 2, radius(members.length)) });
  link.append(title, touch, ...(alone ? [shape(frame, members[0].word)] : circle(members.length)));
  return link;
}

function shape(frame, word) {
  return frame.querySelector(`.key [data-word="${word}"] path`).cloneNode();
}

function circle(count) {
  const number = drawnAs("text", { dy: "0.36em" });
  number.textContent = count;
  return [drawnAs("circle", { class: "map-many", r: radius(count) }), number];
}

/** An element of a picture. */
export function drawnAs(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
