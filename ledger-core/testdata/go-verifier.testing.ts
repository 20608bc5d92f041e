/** Builds the program in Go that checks our tiles and proofs with nothing of ours. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const SOURCE = join(import.meta.dirname, "go-verifier");

/** Why the program cannot be had here; undefined once it is built. That its module cannot be fetched is not its own fault, unless it names one that is none. */
export function buildGoVerifier(program: string): string | undefined {
  const go = (...args: string[]) => spawnSync("go", args, { cwd: SOURCE, encoding: "utf8", timeout: 120_000 });
  if (go("version").status !== 0) return "skipped: Go is absent";
  const fetched = go("mod", "download");
  if (/checksum mismatch|unknown revision|malformed|errors parsing/u.test(fetched.stderr)) throw new Error(fetched.stderr);
  if (fetched.status !== 0) return "skipped: the modules of the Go program cannot be fetched";
  const { status, stderr } = go("build", "-o", program, ".");
  if (status !== 0) throw new Error(stderr);
  return undefined;
}
