import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./guards/house-tools.ts";

export type Build = {
  /** Files and folders that the build is made of, from the root of the repository. */
  readonly inputs: readonly string[];
  /** Remembers what the last build was made of. */
  readonly record: string;
  /** A file that is there once it is built. */
  readonly result: string;
  readonly run: () => Promise<void>;
};

/** Runs a build unless the last one was made of the same inputs. Throws what the build throws; then the next call builds again. */
export async function ensureBuild({ inputs, record, result, run }: Build): Promise<void> {
  const hash = hashInputs(inputs);
  if (readIfThere(record) === hash && existsSync(result)) return;
  rmSync(record, { force: true });
  await run();
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, hash);
}

function hashInputs(inputs: readonly string[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesBelow(input))
      hash.update(`${file}\0`).update(
        createHash("sha256")
          .update(readFileSync(join(root, file)))
          .digest(),
      );
  }
  return hash.digest("hex");
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).toSorted();
  return names.flatMap((name) => filesBelow(`${path}/${name}`));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
