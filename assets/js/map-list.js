// The works of one marker as a list, in the place of the list by village.
import { filled, saying } from "./map-markers.js";

const MOST = 100;

export function listWorks(frame, works) {
  const name = (word) => frame.querySelector(`.key [data-word="${word}"]`).dataset.name;
  const head = made("h3", saying(frame, works));
  head.tabIndex = -1;
  const list = made("ul", works.slice(0, MOST).map(({ href, name: title, word }) => {
    const link = made("a", title);
    link.setAttribute("href", href);
    link.dataset.nav = "1";
    return made("li", link, made("span", name(word)));
  }));
  const { first, back } = frame.dataset;
  const cut = works.length > MOST ? [made("p", filled(first, { shown: MOST, n: works.length }))] : [];
  const button = made("button", back);
  button.type = "button";
  button.dataset.map = "back";
  const box = made("div", head, list, ...cut, button);
  box.className = "map-chosen";
  const side = frame.querySelector(".map-list");
  side.querySelector(".map-chosen")?.remove();
  side.prepend(box);
  side.scrollTop = 0;
  head.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

/** Back to the list by village; whether there was something to leave. */
export function leaveList(frame) {
  const box = frame.querySelector(".map-chosen");
  box?.remove();
  return box !== null;
}

function made(tag, ...children) {
  const element = document.createElement(tag);
  element.append(...children.flat());
  return element;
}
