/** How much JavaScript a window loads before its first page stands: the entry, what it imports, and the heaviest page with what that imports. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PAGES_FOLDER } from "#ledger-core/cli/pages-folder.ts";
import { Failure } from "#ledger-core/cli/failure.ts";
import { round } from "./bench.ts";
import type { Bench } from "./bench.ts";

const KILOBYTE = 1_024;
/** Most that a page may load, gzipped. */
export const FIRST_LOAD_KILOBYTES_MAX = 350;

export const pagesBench: Bench = {
  run: ({ skip }) => {
    if (!existsSync(join(PAGES_FOLDER, "index.html"))) {
      skip({
        zh: "控制台页面尚未构建；运行 npm start 会构建。",
        en: "The console's pages are not built yet; npm start builds them.",
      });
      return Promise.resolve([]);
    }
    const value = Math.max(...firstLoads().map(({ kilobytes }) => kilobytes));
    const rest = { limit: FIRST_LOAD_KILOBYTES_MAX, ratio: null, spread: null };
    return Promise.resolve([{ name: "first-load", value, unit: "KB gzipped", ...rest }]);
  },
};

/** What each page loads before it stands, as it was built last: the entry with what it imports, and the page's own file with what that does. */
export function firstLoads(): readonly { readonly page: string; readonly kilobytes: number }[] {
  const first = closure([entryOf()]);
  const pages = [...new Set([...first].flatMap((file) => dynamicImports(file)))];
  return pages.map((page) => ({ page, kilobytes: round(sizeOf(closure([...first, page])) / KILOBYTE) }));
}

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
