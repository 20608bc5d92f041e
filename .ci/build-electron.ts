import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build } from "vite";
import type { InlineConfig } from "vite";
import { root } from "./guards/house-tools.ts";

const output = join(root, "build", "electron");

type Part = {
  readonly entry: string;
  readonly file: string;
  readonly format: "es" | "cjs";
  /** What is there at run time and is not built in. */
  readonly external: readonly string[];
};

/** Each part is one file. A sandboxed preload can load no second one; the node's two native packages stay packages. */
const parts: readonly Part[] = [
  { entry: "electron/main/main.ts", file: "main.js", format: "es", external: ["electron"] },
  { entry: "electron/preload/preload.ts", file: "preload.cjs", format: "cjs", external: ["electron"] },
  { entry: "electron/preload/sheet-preload.ts", file: "sheet-preload.cjs", format: "cjs", external: ["electron"] },
  {
    entry: "electron/node-entry/main.ts",
    file: "node.js",
    format: "es",
    external: ["better-sqlite3", "sodium-native"],
  },
];

/** Builds the desktop shell into `build/electron`. Throws if a part cannot be built. */
export async function buildElectron(): Promise<void> {
  rmSync(output, { recursive: true, force: true });
  for (const part of parts) await build(configOf(part));
  const sheet = join(output, "sheet");
  mkdirSync(sheet, { recursive: true });
  copyFileSync(join(root, "electron/preload/sheet.html"), join(sheet, "index.html"));
  copyFileSync(join(root, "electron/preload/sheet.css"), join(sheet, "sheet.css"));
}

function configOf({ entry, file, format, external }: Part): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    ssr: { noExternal: true, external: [...external], target: "node" },
    build: {
      ssr: join(root, entry),
      outDir: output,
      emptyOutDir: false,
      target: "node24",
      minify: false,
      rolldownOptions: {
        external: [...external, ...builtinModules, /^node:/u],
        output: { format, entryFileNames: file, codeSplitting: false },
      },
    },
  };
}
