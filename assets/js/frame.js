// Menus that close, panels that open over the page, the phone's own way of passing on. Without this script menus are
// `details`, and the panels stand at the end of the page.
const ASK = "#ask";
const SHARE = "#share";

export function startFrame() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  showCurrent(document);
  addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(preparePaper));
}

/** The page's address as a picture and in whole, for who prints it: not on a phone. */
export function preparePaper() {
  if (!matchMedia("(min-width: 900px)").matches) return;
  document.querySelectorAll(".on-paper").forEach((paper) => {
    const picture = paper.querySelector("img");
    const { qr } = picture.dataset;
    if (picture.getAttribute("src")) return;
    picture.src = `/qr.svg?${new URLSearchParams({ of: qr })}`;
    paper.querySelector("span").textContent = location.origin + qr;
  });
}

/** The part one is in stands in sight of a narrow row. */
export function showCurrent(root) {
  root.querySelectorAll(".sections [aria-current], .tabs [aria-current]").forEach((link) => {
    const row = link.closest("ul");
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  });
}

function onClick(event) {
  const { target } = event;
  closeMenus(target.closest(".menu"), target.closest(".menu a"));
  const close = target.closest(".panel-close");
  if (close) close.closest(".panel").hidePopover();
  const copy = target.closest(".copy");
  if (copy) copyText(copy);
  const way = target.closest(`a[href="${ASK}"], a[href="${SHARE}"]`);
  if (!way || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (open(way)) event.preventDefault();
}

function onKey(event) {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

function closeMenus(but, followed) {
  document.querySelectorAll(".menu[open]").forEach((menu) => {
    if (menu !== but || followed) menu.open = false;
  });
}

/** Whether the panel a link leads to was opened, or the phone's own sheet was. */
function open(way) {
  const name = way.getAttribute("href");
  const panel = [...document.querySelectorAll(name)].at(-1);
  if (!panel?.showPopover) return false;
  if (name === SHARE) {
    const told = toldBy(way);
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      navigator.share(told).catch(() => {});
      return true;
    }
    fill(panel, way, told);
  }
  panel.popover = "auto"; // until then it is hidden by the style sheet where scripts run
  panel.querySelector(".panel-close").hidden = false;
  panel.showPopover();
  panel.focus({ preventScroll: true });
  return true;
}

/** The sentence and the absolute address of a card, or of the page. */
function toldBy(way) {
  const key = way.dataset.exhibitOf;
  const address = document.getElementById("page").dataset.address;
  const url = location.origin + address + (key ? `#${key}` : "");
  return { text: way.dataset.text ?? document.querySelector('meta[name="description"]').content, url };
}

function fill(panel, way, told) {
  const key = way.dataset.exhibitOf;
  panel.querySelectorAll('a[href^="/share/"]').forEach((link) => {
    const { pathname, searchParams } = new URL(link.href);
    searchParams.delete("exhibit");
    if (key) searchParams.set("exhibit", key);
    link.setAttribute("href", `${pathname}?${searchParams}`);
  });
  const copy = panel.querySelector(".copy");
  copy.hidden = !navigator.clipboard;
  copy.dataset.told = `${told.text}\n${told.url}`;
}

function copyText(button) {
  navigator.clipboard.writeText(button.dataset.told).then(() => {
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 2000);
  });
}
