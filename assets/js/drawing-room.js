// The room of a drawing: a chart is made for the width it has, and lies over its picture, which keeps the place.

const PICTURE = ".strips, .key";

/** The class of a width in px, as dashboard/figures/canvas.py knows them. */
export function widthClass(slot) {
  const width = slot.parentElement.clientWidth;
  if (width < 560) return "phone";
  return width < 900 ? "desk" : "wide";
}

/** A narrow screen, where long pictures are folded. */
export function isNarrow() {
  return matchMedia("(max-width: 699px)").matches;
}

/** Lay the slot over the picture, as tall as it is; a chart without a picture, or on a phone, is as tall as it asks. */
export function keepRoom(slot) {
  const height = isNarrow() ? 0 : pictureHeight(slot);
  slot.toggleAttribute("data-over", height > 0);
  if (height) slot.style.setProperty("--room", `${Math.round(height)}px`);
}

/** A chart without a picture that will be drawn unasked: its room is there before it. */
export function reserve(slot) {
  const rooms = Object.fromEntries((slot.dataset.rooms ?? "").split(" ").map((one) => one.split(":")));
  const room = rooms[widthClass(slot)];
  if (!room || pictureHeight(slot)) return;
  slot.style.setProperty("--room", `${room}px`);
  slot.removeAttribute("data-given-up");
}

/** Another page has taken the slot. */
export function giveUpRoom(slot) {
  slot.style.removeProperty("--room");
  slot.toggleAttribute("data-given-up", true);
  slot.removeAttribute("data-over");
}

/** Whether a picture is so small that a chart with its axis has no room over it: it says it as well. */
export function isTooSmall(slot) {
  const height = pictureHeight(slot);
  return height > 0 && height < 90;
}

/** From the top of the picture to the slot's own place under it; 0 without a picture. */
function pictureHeight(slot) {
  const block = slot.closest("[data-exhibit]");
  const parts = [...block.querySelectorAll(PICTURE)].map((part) => part.getBoundingClientRect());
  const seen = parts.filter((box) => box.height);
  if (!seen.length) return 0;
  const top = Math.min(...seen.map((box) => box.top));
  return slot.parentElement.getBoundingClientRect().top - top;
}
