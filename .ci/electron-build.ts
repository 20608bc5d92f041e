import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, join, sep } from "node:path";
import { build } from "vite";
import type { InlineConfig } from "vite";
import { failure, say } from "./bootstrap.mjs";
import { ensureBuild } from "./build-inputs.ts";
import { root } from "./guards/house-tools.ts";

type Part = {
  readonly entry: string;
  readonly file: string;
  readonly format: "es" | "cjs";
  /** What is there at run time and is not built in. */
  readonly external: readonly string[];
};

const nativePackages = ["better-sqlite3", "sodium-native"] as const;

/** Each part is one file. A sandboxed preload can load no second one; the node's two native packages stay packages. */
const parts: readonly Part[] = [
  { entry: "electron/main/main.ts", file: "main.js", format: "es", external: ["electron"] },
  { entry: "electron/preload/preload.ts", file: "preload.cjs", format: "cjs", external: ["electron"] },
  { entry: "electron/preload/sheet-preload.ts", file: "sheet-preload.cjs", format: "cjs", external: ["electron"] },
  { entry: "electron/node-entry/main.ts", file: "node.js", format: "es", external: nativePackages },
  // Threads of the node, which it looks for beside itself.
  ...workersBelow("ledger-core").map((entry): Part => ({
    entry,
    file: basename(entry, ".ts") + ".js",
    format: "es",
    external: nativePackages,
  })),
];

const inputs = [
  "electron",
  "ledger-core",
  ".ci/electron-build.ts",
  "tsconfig.base.json",
  "package.json",
  "package-lock.json",
];
const builtShell = join(root, "build", "electron");

/** Builds the desktop shell into `build/electron`, unless the last build was made of the same inputs. Throws with a sentence. */
export async function ensureElectronBuild(): Promise<void> {
  await ensureBuild({
    inputs,
    record: join(root, "build", "electron.inputs"),
    result: join(builtShell, "main.js"),
    run: async () => {
      say("正在构建桌面程序……", "Building the desktop application...");
      try {
        await buildElectron(builtShell);
      } catch (error) {
        console.error(error);
        throw failure(
          "桌面程序构建失败，原因见上文。",
          "The desktop application could not be built; the reason is above.",
        );
      }
    },
  });
}

/** Builds the desktop shell into a folder, in place of what is there. */
export async function buildElectron(output: string): Promise<void> {
  rmSync(output, { recursive: true, force: true });
  for (const part of parts) await build(configOf(part, output));
  const sheet = join(output, "sheet");
  mkdirSync(sheet, { recursive: true });
  copyFileSync(join(root, "electron/preload/sheet.html"), join(sheet, "index.html"));
  copyFileSync(join(root, "electron/preload/sheet.css"), join(sheet, "sheet.css"));
}

/** Programs that the node runs in threads of their own. */
function workersBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("-worker.ts"))
    .map((file) => `${folder}/${file.split(sep).join("/")}`)
    .toSorted();
}

function configOf({ entry, file, format, external }: Part, output: string): InlineConfig {
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

// Run as a program, it builds into the folder that is named.
const [, , output] = process.argv;
if (import.meta.main && output !== undefined) await buildElectron(output);
