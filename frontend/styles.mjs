// Style sheets: Bootstrap cut down to what the pages use, and our own.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { filesUnder } from "./files.mjs";

// Elements keep their base styles even when only a component of Dash puts them into the page.
const ELEMENTS =
  "html body a abbr button caption code details dd dl dt fieldset figure form h1 h2 h3 h4 h5 h6 hr img input label " +
  "legend li ol optgroup option p pre search select small strong summary svg table tbody td textarea tfoot th thead tr ul";
const BOOTSTRAP = "node_modules/bootstrap/dist/css/bootstrap.css";

async function minified(root, css) {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    stdin: { contents: css, loader: "css", resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    target: ["chrome80", "firefox78", "safari14"],
    legalComments: "none",
    logLevel: "error",
    loader: { ".svg": "dataurl" },
  });
  return result.outputFiles[0].contents;
}

/**
 * What a source file may name in a selector: the words of its string literals ("row g-3"), and the element behind
 * each component (html.Table -> table). A class has to be written out whole somewhere: `"col-" + n` is not found.
 */
export function selectorWords(source) {
  const words = [];
  for (const [literal] of source.matchAll(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`/g)) {
    words.push(...literal.split(/[^\w-]+/));
  }
  for (const [, component] of source.matchAll(/\bhtml\.([A-Z]\w*)/g)) words.push(component.toLowerCase());
  return words.filter(Boolean);
}

async function cutDown(root, content) {
  const { PurgeCSS } = await import("purgecss");
  const [purged] = await new PurgeCSS().purge({
    content,
    css: [join(root, BOOTSTRAP)],
    defaultExtractor: selectorWords,
    keyframes: true,
    variables: true,
    safelist: { standard: ELEMENTS.split(" "), greedy: [/data-bs-theme/] },
  });
  return purged.css;
}

/** Bootstrap with the classes that the code names. */
async function bootstrapOfPages(root) {
  const isCode = (path) => /\.(py|js)$/.test(path);
  const sources = await filesUnder(root, ["dashboard", "assets/js"], isCode);
  return cutDown(
    root,
    sources.map((path) => join(root, path)),
  );
}

/** Bootstrap for the pages, and its elements alone: what every first screen needs. */
export async function bootstrapStyles(root) {
  const elements = await cutDown(root, [{ raw: '"badge table visually-hidden"', extension: "py" }]);
  return [
    { name: "bootstrap", extension: ".css", content: await minified(root, await bootstrapOfPages(root)) },
    { name: "bootstrap-elements", extension: ".css", content: await minified(root, elements) },
  ];
}

/** All of Bootstrap, for components that come later and whose classes nobody knows beforehand. */
export async function wholeBootstrap(root) {
  return [{ name: "bootstrap-whole", extension: ".css", content: await minified(root, `@import "./${BOOTSTRAP}";`) }];
}

// What the first screen of every page needs; the other sheets are named after the pages they are for, and the print
// sheet stands in the whole only.
const BASE = new Set(["tokens", "frame", "base", "exhibit", "charts"]);

/** The group of a sheet, from its name: 60-works-pages.css is of "works". */
export function groupOf(path) {
  const word = path.split("/").pop().replace(/^\d+-/, "").split(/[-.]/)[0];
  return BASE.has(word) ? "base" : word;
}

/** Bootstrap for the pages and everything of ours behind it: it takes the place of what stands in the document. */
async function whole(root, sheets) {
  const ours = await Promise.all(sheets.map((path) => readFile(join(root, path), "utf8")));
  return minified(root, [await bootstrapOfPages(root), ...ours].join("\n"));
}

/** assets/css/*.css in the order of the file names: as one sheet, and group by group. */
export async function appStyles(root) {
  const sheets = await filesUnder(root, ["assets/css"], (path) => path.endsWith(".css"));
  if (sheets.length === 0) {
    console.log("  no assets/css/*.css: the pages get no style sheet of their own");
    return [];
  }
  const groups = new Map();
  for (const path of sheets) {
    const name = `app-css-${groupOf(path)}`;
    groups.set(name, [...(groups.get(name) ?? []), path]);
  }
  const outputs = await Promise.all(
    [...groups].map(async ([name, paths]) => {
      const imports = paths.map((path) => `@import "./${path}";`).join("\n");
      return { name, extension: ".css", content: await minified(root, imports) };
    }),
  );
  return [{ name: "app-css", extension: ".css", content: await whole(root, sheets) }, ...outputs];
}
