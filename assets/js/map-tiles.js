// Pictures of a map service for the part that is seen, where the operator named one; those of the whole stay under them.
import { drawnAs } from "./map-markers.js";

const ACROSS = 3; // along the longer side, as dashboard/exhibits/works/tiles.py
const CLOSEST = 18;

export function tile(view) {
  const { svg, zoom, width, height } = view;
  const template = svg.dataset.tiles;
  if (!template) return;
  svg.querySelector(".map-closer")?.remove();
  if (zoom === 1) return;
  const [left, top, scale] = svg.dataset.plane.split(" ").map(Number);
  const longer = Math.max(width, height) / scale / zoom;
  const level = Math.min(CLOSEST, Math.floor(Math.log2(ACROSS / longer)));
  const number = 2 ** level;
  const side = scale / number;
  const range = (start, seen, length) => {
    const first = Math.max(0, Math.floor((start - seen / zoom / scale) * number));
    const last = Math.min(number - 1, Math.floor((start + (length - seen) / zoom / scale) * number));
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  };
  const images = range(top, view.y, height).flatMap((y) =>
    range(left, view.x, width).map((x) =>
      drawnAs("image", {
        href: template.replace("{z}", level).replace("{x}", x).replace("{y}", y),
        x: (x / number - left) * scale, y: (y / number - top) * scale, width: side, height: side,
      }),
    ),
  );
  const closer = drawnAs("g", { class: "map-tiles map-closer" });
  closer.append(...images);
  svg.querySelector(".map-tiles").after(closer);
}
