// The outline of the country for the map of places: from Natural Earth (world-atlas, scale 1 : 10 million), thinned to
// what a picture of this width can show. The page calls it schematic.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const COUNTRY = "417"; // ISO 3166-1: Kyrgyz Republic
const WIDTH = 840;
const MARGIN = 10; // room for dots near the border
const TOLERANCE = 1; // how far a thinned line may leave the true one, in units of the picture

/** Degrees to the picture: one scale for both directions at the middle latitude. */
function planeOf(points) {
  const longitudes = points.map(([longitude]) => longitude);
  const latitudes = points.map(([, latitude]) => latitude);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const perLongitude = (WIDTH - 2 * MARGIN) / (east - west);
  const perLatitude = perLongitude / Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    width: WIDTH,
    height: Math.ceil((north - south) * perLatitude) + 2 * MARGIN,
    west: west - MARGIN / perLongitude,
    north: north + MARGIN / perLatitude,
    per_longitude: perLongitude,
    per_latitude: perLatitude,
  };
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx || dy ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Douglas and Peucker: the fewest points that stay within the tolerance. */
export function thinned(points, tolerance) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  let [farthest, at] = [0, 0];
  for (let index = 1; index < points.length - 1; index += 1) {
    const away = distance(points[index], first, last);
    if (away > farthest) [farthest, at] = [away, index];
  }
  if (farthest <= tolerance) return [first, last];
  return [...thinned(points.slice(0, at + 1), tolerance).slice(0, -1), ...thinned(points.slice(at), tolerance)];
}

/** A ring ends where it begins: it is cut at the point farthest from there, and each half thinned. */
function thinnedRing(ring) {
  const away = ring.map(([x, y]) => Math.hypot(x - ring[0][0], y - ring[0][1]));
  const middle = away.indexOf(Math.max(...away));
  const halves = [ring.slice(0, middle + 1), ring.slice(middle)].map((half) => thinned(half, TOLERANCE));
  return [...halves[0].slice(0, -1), ...halves[1].slice(0, -1)];
}

/** Whole units, each relative to the one before. */
function pathOf(ring) {
  const points = ring.map(([x, y]) => [Math.round(x), Math.round(y)]);
  const steps = points.slice(1).map(([x, y], index) => [x - points[index][0], y - points[index][1]]);
  return `M${points[0].join(" ")}l${steps.map((step) => step.join(" ")).join(" ")}z`.replaceAll(" -", "-");
}

export async function outline(root) {
  const { feature } = await import("topojson-client");
  const world = JSON.parse(await readFile(join(root, "node_modules/world-atlas/countries-10m.json"), "utf8"));
  const found = world.objects.countries.geometries.find(({ id }) => id === COUNTRY);
  const { type, coordinates } = feature(world, found).geometry;
  const rings = type === "Polygon" ? coordinates : coordinates.flat();
  const plane = planeOf(rings.flat());
  const drawn = rings.map((ring) =>
    ring.map(([longitude, latitude]) => [
      (longitude - plane.west) * plane.per_longitude,
      (plane.north - latitude) * plane.per_latitude,
    ]),
  );
  const path = drawn.map(thinnedRing).filter((ring) => ring.length > 2).map(pathOf).join("");
  return [{ name: "outline", extension: ".json", content: JSON.stringify({ ...plane, path }) }];
}
