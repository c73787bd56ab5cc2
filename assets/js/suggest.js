// Places while a reader types: a list under any form[data-suggest], which names the address to ask. The form itself
// works without this script. Keys: up and down choose, Enter goes there, Escape closes.
import { follow } from "./navigation.js";

const WAIT_MS = 150;
let waiting = 0; // the timer of the next question
let asking = null; // the question under way, to be given up when the reader types on

export function startSuggesting() {
  document.addEventListener("input", (event) => {
    const input = fieldOf(event.target);
    if (input) typed(input);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", (event) => close(event.target));
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.("form[data-suggest]");
    if (form && !form.contains(event.relatedTarget)) close(form);
  });
}

function fieldOf(target) {
  return target.matches?.("form[data-suggest] input[type=search]") ? target : null;
}

function typed(input) {
  clearTimeout(waiting);
  asking?.abort();
  const text = input.value.trim();
  if (!text) close(input.form);
  else waiting = setTimeout(() => ask(input, text), WAIT_MS);
}

async function ask(input, text) {
  asking = new AbortController();
  try {
    const query = new URLSearchParams({ q: text });
    const response = await fetch(`${input.form.dataset.suggest}?${query}`, { signal: asking.signal });
    const found = response.ok ? await response.json() : [];
    if (input.isConnected && input.value.trim() === text) show(input, found);
  } catch {
    close(input.form); // no network, or the reader typed on: the form still works
  }
}

function show(input, found) {
  const { form } = input;
  if (!found.length || document.activeElement !== input) return close(form);
  const list = listOf(form) ?? form.appendChild(document.createElement("ul"));
  list.className = "suggested";
  list.id = `${input.id}-suggested`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggested);
  list.replaceChildren(...found.map((place, index) => option(place, `${list.id}-${index}`)));
  const state = { role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries({ ...state, autocomplete: "off" })) input.setAttribute(name, value);
  input.removeAttribute("aria-activedescendant");
}

function option({ name, where, href }, id) {
  const item = document.createElement("li");
  Object.assign(item, { id, textContent: name });
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = href;
  if (where) item.append(" ", Object.assign(document.createElement("span"), { textContent: where }));
  // Pressing must not take the focus from the field: it would close the list before the click arrives.
  item.addEventListener("pointerdown", (event) => event.preventDefault());
  item.addEventListener("mousedown", (event) => event.preventDefault());
  return item;
}

function listOf(form) {
  return form.querySelector?.(".suggested");
}

function close(form) {
  const list = form.closest?.("form[data-suggest]") && listOf(form);
  if (!list) return;
  list.remove();
  const input = form.querySelector("input[type=search]");
  input.setAttribute("aria-expanded", "false");
  for (const name of ["aria-controls", "aria-activedescendant"]) input.removeAttribute(name);
}

function onKey(event) {
  const input = fieldOf(event.target);
  const list = input && listOf(input.form);
  if (!list || event.isComposing) return;
  const chosen = list.querySelector("[aria-selected=true]");
  if (event.key === "Escape") close(input.form);
  else if (event.key === "Enter" && chosen) goTo(chosen);
  else if (event.key === "ArrowDown") choose(input, list, chosen?.nextElementSibling ?? list.firstElementChild);
  else if (event.key === "ArrowUp") choose(input, list, chosen?.previousElementSibling ?? list.lastElementChild);
  else return;
  event.preventDefault();
}

function choose(input, list, item) {
  for (const each of list.children) each.setAttribute("aria-selected", String(each === item));
  input.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

function onClick(event) {
  const item = event.target.closest?.(".suggested [role=option]");
  if (item) goTo(item);
}

function goTo(item) {
  const { href } = item.dataset;
  close(item.closest("form"));
  follow(href);
}
