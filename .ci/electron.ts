import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Path of Electron's binary, if it is on this machine. The package itself is never loaded: without the binary, loading it starts a
 * download that can hang.
 */
export function findElectron(): string | undefined {
  try {
    const folder = dirname(fileURLToPath(import.meta.resolve("electron/package.json")));
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const present = readFileSync(join(folder, "dist", "version"), "utf8")
      .trim()
      .replace(/^v/u, "");
    const binary = join(folder, "dist", readFileSync(join(folder, "path.txt"), "utf8").trim());
    return present === version && existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
