// Component suites that the first page did not need: loaded once, when a component of them arrives.
import { block } from "./document.js";

const LATER = JSON.parse(block("_later") ?? "{}");
const loading = new Map();

/** Load a script once. */
function script(url) {
  if (!loading.has(url)) {
    loading.set(
      url,
      new Promise((done, failed) => {
        const element = document.createElement("script");
        element.src = url;
        element.onload = done;
        element.onerror = () => {
          loading.delete(url);
          element.remove();
          failed(new Error(`${url} did not load`));
        };
        document.head.append(element);
      }),
    );
  }
  return loading.get(url);
}

async function inOrder(urls) {
  for (const url of urls) await script(url);
}

/** Load what a namespace needs; charts need plotly beside it, which both start to load at once. */
export function loadSuite(namespace) {
  const parts = [];
  if (!window[namespace]) parts.push(inOrder(LATER[namespace] ?? []));
  if (namespace === "dash_core_components" && !window.Plotly) parts.push(inOrder(LATER.plotly ?? []));
  return Promise.all(parts);
}

/** Load every suite that a callback's answer (JSON text) has components of. */
export function loadSuitesOf(answer) {
  const named = Object.keys(LATER).filter((namespace) => answer.includes(`"namespace":"${namespace}"`));
  return Promise.all(named.map(loadSuite));
}

/** Whether charts can be drawn without loading anything more. */
export function chartsAreLoaded() {
  return Boolean(window.dash_core_components && window.Plotly);
}
