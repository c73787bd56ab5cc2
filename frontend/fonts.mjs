// Golos Text: two weights in the three alphabets the pages are written in, and the sheet that names them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { outputName } from "./files.mjs";

const PACKAGE = "node_modules/@fontsource/golos-text";
const WEIGHTS = [400, 700];
const ALPHABETS = ["latin", "cyrillic", "cyrillic-ext"];

function fontFace(file, weight, range) {
  // "optional": text is never repainted because a font arrived late.
  return `@font-face{font-family:"Golos Text";font-style:normal;font-weight:${weight};font-display:optional;` +
    `src:url(${file}) format("woff2");unicode-range:${range}}`;
}

export async function fonts(root) {
  const ranges = JSON.parse(await readFile(join(root, PACKAGE, "unicode.json"), "utf8"));
  const outputs = [];
  const faces = [];
  for (const weight of WEIGHTS) {
    for (const alphabet of ALPHABETS) {
      const name = `golos-text-${alphabet}-${weight}`;
      const content = await readFile(join(root, PACKAGE, "files", `${name}-normal.woff2`));
      outputs.push({ name, extension: ".woff2", content });
      faces.push(fontFace(outputName(name, ".woff2", content), weight, ranges[alphabet]));
    }
  }
  return [...outputs, { name: "fonts", extension: ".css", content: `${faces.join("\n")}\n` }];
}
