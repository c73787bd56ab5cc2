// The works of a map: from the list by village beside it or, where the list does not have all, from the map's own file.
import { placed } from "./map-markers.js";

/** Every work of the map: { key, name, href, word, x, y }, in units of the picture. Fails when the file does not come. */
export async function worksOf(frame, svg) {
  const listed = [...frame.querySelectorAll(".map-villages [data-at]")].map((item) => {
    const link = item.querySelector("a");
    return work(svg, item.dataset.word, item.dataset.at.split(" ").map(Number), link.textContent, link.getAttribute("href"));
  });
  if (listed.length === Number(svg.dataset.works)) return listed;
  const link = frame.closest("[data-exhibit]").querySelector('.downloads a[href*=".json"]');
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(`${answer.status} ${link.href}`);
  const register = listed[0].href.replace(/\d+$/, "");
  return (await answer.json()).rows.map(({ key, values }) => {
    const [word, number] = key.split(".");
    return work(svg, word, [values.latitude, values.longitude], values.label, register + number);
  });
}

function work(svg, word, degrees, name, href) {
  return { key: href, word, name, href, ...placed(svg, degrees) };
}
