// What the first page did not need: component suites, plotly, the whole of Bootstrap's styles. Loaded once, when
// something needs them.
import { block } from "./document.js";

const LATER = JSON.parse(block("_later") ?? "{}");
const CORE = "dash_core_components";
const loading = new Map();
const standIns = new Set();

/** Load a script or a style sheet once. */
function load(url) {
  if (!loading.has(url)) {
    const element = url.split("?")[0].endsWith(".css") ? sheet(url) : script(url);
    const loaded = new Promise((done, failed) => {
      element.onload = done;
      element.onerror = () => {
        loading.delete(url);
        element.remove();
        failed(new Error(`${url} did not load`));
      };
    });
    loading.set(url, loaded);
  }
  return loading.get(url);
}

function script(url) {
  const element = Object.assign(document.createElement("script"), { src: url });
  document.head.append(element);
  return element;
}

/** Before our own styles, which may change what a suite's say. */
function sheet(url) {
  const element = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
  const ours = document.querySelector("head style");
  if (ours) ours.before(element);
  else document.head.append(element);
  return element;
}

async function inOrder(urls) {
  for (const url of urls) await load(url);
}

function isThere(name) {
  if (name === "plotly") return Boolean(window.Plotly);
  if (name === "bootstrap") return LATER[name].every((url) => document.querySelector(`link[href="${url}"]`)?.sheet);
  return Boolean(window[name]) && !standIns.has(window[name]);
}

async function suite(name) {
  if (isThere(name)) return;
  await inOrder(LATER[name] ?? []);
  // The whole Bootstrap holds all of the cut-down one, and stands in its place.
  if (name === "bootstrap") document.getElementById(name)?.remove();
}

/** Load what is named and not there yet, all at once. */
export function loadSuites(names) {
  return Promise.all(names.map(suite));
}

/** Whether everything that is named can be used without loading anything more. */
export function suitesAreLoaded(names) {
  return names.every(isThere);
}

/**
 * Load every suite that an answer (JSON text) has components of. What is inside an island can wait. The components
 * of a page find their styles in the document; those of other answers may need the whole of Bootstrap.
 */
export async function loadSuitesOf(answer, isPage) {
  const named = namedIn(answer);
  if (!named.length) return;
  const needed = new Set();
  look(JSON.parse(answer), needed);
  if (needed.has("dash_bootstrap_components") && !isPage) needed.add("bootstrap");
  await loadSuites([...needed].filter((name) => name in LATER));
  standIn(answer);
}

function look(part, needed) {
  if (part === null || typeof part !== "object") return;
  if (typeof part.namespace === "string") {
    if (part.namespace === "dashboard" && part.type === "Island") return;
    needed.add(part.namespace);
    if (part.namespace === CORE && part.type === "Graph") needed.add("plotly");
  }
  Object.values(part).forEach((inner) => look(inner, needed));
}

function namedIn(text) {
  return Object.keys(LATER).filter((name) => text.includes(`"namespace":"${name}"`));
}

/**
 * Dash looks at every component of its layout, drawn or not. Those of islands have no suite yet: a name is put in
 * its place that draws nothing, and goes when the suite comes.
 */
export function standIn(layout) {
  for (const name of namedIn(layout).filter((one) => !window[one])) {
    window[name] = new Proxy({}, { get: () => () => null });
    standIns.add(window[name]);
  }
}
