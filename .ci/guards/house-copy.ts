import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./house-tools.ts";
import { listFiles } from "./files.ts";

const canaries = join(root, ".ci", "guards", "canaries");
const configuration =
  /^(?:package\.json|\.gitignore|\.oxlintrc\.json|\.oxfmtrc\.json|knip\.json|vitest\.config\.ts|(?:.*\/)?tsconfig[^/]*\.json)$/u;

/**
 * A copy of the house in the temporary folder: its real configuration, and the files of one canary in place of its code. The
 * packages are linked one by one, so that what the tools write to `node_modules/.cache` stays in the copy.
 */
export function copyHouse(canary: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `canary-${canary}-`));
  for (const file of listFiles(root)) {
    if (!configuration.test(file) || file.startsWith(".ci/")) continue;
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  linkPackages(join(root, "node_modules"), join(folder, "node_modules"));
  cpSync(join(canaries, canary), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name !== ".cache" && name !== ".vite") symlinkSync(join(from, name), join(to, name), "junction");
  }
}

/** Files of a canary, with the rule that each says it breaks in its first line; without one it breaks none. */
export function readCanary(canary: string): readonly { readonly file: string; readonly breaks: string | undefined }[] {
  return readdirSync(join(canaries, canary), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      file: path.slice(join(canaries, canary).length + 1).replaceAll("\\", "/"),
      breaks: /^\/\/ breaks: (.*)$/mu.exec(readFileSync(path, "utf8"))?.[1],
    }));
}
