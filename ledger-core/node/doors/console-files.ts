/** The built console as files of one folder: the page, and what the page loads. */
import { constants } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { NONCE_PLACEHOLDER } from "./security-headers.ts";

export type ConsoleFile = { readonly bytes: Uint8Array; readonly type: string; readonly cache: string };

/** Names as the build makes them. No dot at the start, no backslash, no per cent sign: none can leave the folder. */
const FILE_PATTERN = /^\/(?:assets\/)?[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.([a-z0-9]+)$/;

const TYPES: ReadonlyMap<string, string> = new Map([
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["woff2", "font/woff2"],
  ["ttf", "font/ttf"],
  ["json", "application/json; charset=utf-8"],
  ["txt", "text/plain; charset=utf-8"],
]);

/** Assets carry a hash of their content in their name, so a browser never has to ask again. */
const FOR_EVER = "private, max-age=31536000, immutable";

/** The page with a nonce in place; undefined if the console has not been built. */
export async function readPage(folder: string, nonce: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, "index.html"), "utf8")).replaceAll(NONCE_PLACEHOLDER, nonce);
  } catch {
    return undefined;
  }
}

/** A file that the page may load, by the path of its URL as it was sent; undefined for every other path. */
export async function readConsoleFile(folder: string, path: string): Promise<ConsoleFile | undefined> {
  const type = TYPES.get(FILE_PATTERN.exec(path)?.[1] ?? "");
  if (type === undefined) return undefined;
  const cache = path.startsWith("/assets/") ? FOR_EVER : "no-cache";
  try {
    const file = await open(join(folder, ...path.split("/")), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      if (!(await file.stat()).isFile()) return undefined;
      return { bytes: await file.readFile(), type, cache };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
