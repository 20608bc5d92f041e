import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./findings.ts";

/** Code and texts that a person maintains; data, locks and pictures may be long. */
const countedFiles = /^(?:\.ci|ledger-core|electron|renderer|e2e)\/.*\.(?:ts|tsx|mjs|css|html)$/u;
const fileLinesMax = 400;

/** Where this work was done is nobody's business and works on no other machine. */
const machinePaths = new RegExp(
  [
    String.raw`(?<![\w.~-])/(?:home|Users|root|work|workspace)/[\w.-]+`,
    String.raw`[A-Za-z]:\\{1,2}Users\\`,
    String.raw`"resolved": "https?://(?!registry\.npmjs\.org/)`,
  ].join("|"),
  "u",
);

const canaries = ".ci/guards/canaries/";
const thisFile = ".ci/guards/files.ts";

/**
 * Files of the repository in `folder`: what is committed or would be, without what `.gitignore` names, what was deleted, and the
 * canaries, which break rules on purpose.
 */
export function listFiles(folder: string): readonly string[] {
  const options = { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  const known = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], options).split(
    "\0",
  );
  const deleted = new Set(execFileSync("git", ["ls-files", "-z", "--deleted"], options).split("\0"));
  return known.filter((file) => file !== "" && !deleted.has(file) && !file.startsWith(canaries));
}

/** Finds files longer than a reader holds in the head. */
export function findLongFiles(folder: string, files: readonly string[]): readonly Finding[] {
  return files
    .filter((file) => countedFiles.test(file))
    .map((file) => ({ file, lines: readFileSync(join(folder, file), "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > fileLinesMax)
    .map(({ file, lines }) => ({
      file,
      message: `has ${lines} lines; ${fileLinesMax} is the most: part it by concept`,
    }));
}

/** Finds paths and hosts of one machine in files that everybody gets. */
export function findMachinePaths(folder: string, files: readonly string[]): readonly Finding[] {
  return files
    .filter((file) => file !== thisFile)
    .flatMap((file) => {
      const content = readFileSync(join(folder, file));
      if (content.subarray(0, 8192).includes(0)) return [];
      return content
        .toString("utf8")
        .split("\n")
        .flatMap((line, index) => {
          const found = machinePaths.exec(line);
          return found === null
            ? []
            : [{ file: `${file}:${index + 1}`, message: `names a place on one machine: ${found[0]}` }];
        });
    });
}
