/** How much JavaScript a window loads before its first page stands: the entry, what it imports, and the heaviest page with what that imports. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PAGES_FOLDER } from "#ledger-core/cli/pages-folder.ts";
import { Failure } from "#ledger-core/cli/failure.ts";
import { round } from "./bench.ts";
import type { Bench } from "./bench.ts";

const KILOBYTE = 1_024;
const LIMIT_KILOBYTES = 350;

export const pagesBench: Bench = {
  name: "pages",
  run: () => {
    const entry = entryOf();
    const first = closure([entry]);
    const pages = [...first].flatMap((file) => dynamicImports(file));
    const sizes = pages.map((page) => sizeOf(closure([...first, page])));
    const value = round(Math.max(sizeOf(first), ...sizes) / KILOBYTE);
    return Promise.resolve([
      { name: "first-load", value, unit: "KB gzipped", limit: LIMIT_KILOBYTES, ratio: null, spread: null },
    ]);
  },
};

function entryOf(): string {
  const index = join(PAGES_FOLDER, "index.html");
  const html = existsSync(index) ? readFileSync(index, "utf8") : "";
  const entry = /<script type="module"[^>]* src="\.\/assets\/([^"]+)"/.exec(html)?.[1];
  if (entry !== undefined) return entry;
  throw new Failure(
    "PAGES_NOT_BUILT",
    3,
    { zh: "控制台页面尚未构建。", en: "The console's pages are not built yet." },
    { zh: "请先运行 npm start，它会构建页面。", en: "Run npm start first, which builds them." },
  );
}

/** The files and everything that they import at once. */
function closure(files: readonly string[]): ReadonlySet<string> {
  const all = new Set(files);
  for (const file of all) for (const imported of staticImports(file)) all.add(imported);
  return all;
}

function staticImports(file: string): readonly string[] {
  return [...textOf(file).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map((found) => found[1] ?? "");
}

function dynamicImports(file: string): readonly string[] {
  return [...textOf(file).matchAll(/import\(\s*[`"']\.\/([^`"']+\.js)[`"']\s*\)/g)].map((found) => found[1] ?? "");
}

function textOf(file: string): string {
  return readFileSync(join(PAGES_FOLDER, "assets", file), "utf8");
}

function sizeOf(files: ReadonlySet<string>): number {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(textOf(file)).length;
  return bytes;
}
