/** Where a worker thread's program lies. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The program `name` beside the module at `base` as it is written; in a built program beside the file that holds it all. */
export function workerFile(name: string, base: string): URL {
  const source = new URL(`./${name}.ts`, base);
  return existsSync(fileURLToPath(source)) ? source : new URL(`./${name}.js`, base);
}
