// Scripts: bundled by esbuild into one file that works from a plain <script> tag.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { filesUnder } from "./files.mjs";

const APP_ENTRY = "assets/js/main.js";

/** One entry as one output `<name>.js`. */
export async function bundle(root, name, entry, options = {}) {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2020",
    minify: true,
    legalComments: "none",
    logLevel: "error",
    // plotly.js carries the style sheet of its maps (84 KB); there are no maps here.
    loader: { ".css": "empty" },
    define: { global: "window", "define.amd": "false" },
    ...options,
  });
  return [{ name, extension: ".js", content: result.outputFiles[0].contents }];
}

export async function appScript(root) {
  if (!existsSync(join(root, APP_ENTRY))) {
    console.log(`  no ${APP_ENTRY}: the pages get no script of their own`);
    return [];
  }
  await sayUnused(root);
  return bundle(root, "app-js", APP_ENTRY);
}

/** A script in assets/js that nothing imports would never run; in assets/ itself it would. */
async function sayUnused(root) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: root, entryPoints: [APP_ENTRY], bundle: true, write: false, metafile: true, logLevel: "error",
  });
  for (const path of await filesUnder(root, ["assets/js"], (name) => name.endsWith(".js"))) {
    if (!(path in metafile.inputs)) console.warn(`  ${path} is imported by nothing: import it, or move it to assets/`);
  }
}
