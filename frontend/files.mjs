// Files of the build: the digest of inputs, and outputs with their compressed copies.
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const COPIES = [".br", ".gz"];

/** All files under the given files and folders, as sorted paths; what does not exist gives nothing. */
export async function filesUnder(root, paths, wanted = () => true) {
  const found = [];
  for (const path of paths) {
    const kind = await stat(join(root, path)).catch(() => null);
    if (kind?.isFile()) found.push(path);
    if (!kind?.isDirectory()) continue;
    const names = (await readdir(join(root, path))).filter((name) => name !== "__pycache__");
    found.push(...(await filesUnder(root, names.map((name) => join(path, name)), wanted)));
  }
  return found.filter(wanted).sort();
}

/** One digest of the names and contents of all files under the paths. */
export async function digestOf(root, paths) {
  const hash = createHash("sha256");
  for (const path of await filesUnder(root, paths)) hash.update(`${path}\0`).update(await readFile(join(root, path)));
  return hash.digest("hex");
}

export async function exist(folder, names) {
  const present = new Set(await readdir(folder));
  return names.every((name) => present.has(name) && COPIES.every((copy) => present.has(name + copy)));
}

/** Writes beside and renames, so that a reader never sees half a file. */
export async function write(folder, name, content) {
  const draft = join(folder, `.${name}.${process.pid}`);
  await writeFile(draft, content);
  await rename(draft, join(folder, name));
}

/** Writes `<name>-<hash><extension>` and its copies; gives the file name and the three sizes in bytes. */
export async function writeOutput(folder, name, extension, content) {
  const bytes = Buffer.from(content);
  const file = outputName(name, extension, bytes);
  const [br, gz] = await Promise.all([
    brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    zip(bytes, { level: 9 }),
  ]);
  await write(folder, `${file}.br`, br);
  await write(folder, `${file}.gz`, gz);
  await write(folder, file, bytes);
  return { file, raw: bytes.length, brotli: br.length, gzip: gz.length };
}

/** The name a content gets: ten hexadecimal digits of its SHA-256. */
export function outputName(name, extension, bytes) {
  return `${name}-${createHash("sha256").update(bytes).digest("hex").slice(0, 10)}${extension}`;
}

/** Removes outputs of earlier builds; names with a dot in front are the drafts and records of builds under way. */
export async function removeAllBut(folder, names) {
  const kept = new Set(names.flatMap((name) => [name, ...COPIES.map((copy) => name + copy)]));
  for (const name of await readdir(folder)) {
    if (!kept.has(name) && !name.startsWith(".")) await rm(join(folder, name), { recursive: true });
  }
}
