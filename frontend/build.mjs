// Builds the front-end into build/assets/: every output has a hash of its content in its name and
// brotli and gzip copies beside it; manifest.json says which name stands for which file.
// A part whose inputs did not change is not built again.
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { digestOf, exist, removeAllBut, write, writeOutput } from "./files.mjs";
import { PARTS } from "./parts.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET = join(ROOT, "build", "assets");
const RECORD = ".inputs.json";
// A change of a tool or of the build itself touches every part.
const COMMON_INPUTS = ["package-lock.json", "frontend"];

async function recordOfLastBuild() {
  try {
    return JSON.parse(await readFile(join(TARGET, RECORD), "utf8"));
  } catch {
    return {};
  }
}

async function built(part, last) {
  const inputs = await digestOf(ROOT, [...COMMON_INPUTS, ...part.inputs]);
  if (last?.inputs === inputs && (await exist(TARGET, Object.values(last.outputs)))) return last;
  const outputs = {};
  for (const { name, extension, content } of await part.make(ROOT)) {
    const made = await writeOutput(TARGET, name, extension, content);
    outputs[name] = made.file;
    console.log(`  ${made.file.padEnd(44)} ${made.raw} bytes, brotli ${made.brotli}, gzip ${made.gzip}`);
  }
  return { inputs, outputs };
}

await mkdir(TARGET, { recursive: true });
const last = await recordOfLastBuild();
const record = {};
let failed = false;
for (const part of PARTS) {
  try {
    record[part.name] = await built(part, last[part.name]);
  } catch (error) {
    failed = true;
    console.error(`front-end: "${part.name}" could not be built: ${error.message}`);
  }
}
const manifest = Object.assign({}, ...Object.values(record).map((part) => part.outputs));
await write(TARGET, "manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
await write(TARGET, RECORD, JSON.stringify(record));
await removeAllBut(TARGET, [...Object.values(manifest), "manifest.json"]);
if (failed) process.exitCode = 1;
