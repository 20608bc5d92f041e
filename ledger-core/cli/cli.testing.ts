/** The real command, run as people and scripts run it. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { BOUND_BY_RIGHTS } from "#ledger-core/store/nobody.testing.ts";

export const MAIN = join(import.meta.dirname, "main.ts");
export const PASSPHRASE = "correct horse battery staple";
export const USCC = makeUnifiedSocialCreditCode("11320100MB1234567");

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  readonly passphrase?: string | undefined;
  readonly input?: string;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** As somebody whom the rights of files bind, though it be root who runs the tests. */
  readonly isBound?: boolean;
};

/** Runs the command to its end. Standard input is closed, so nothing can be asked for. */
export async function ledger(given: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = start(given, options);
  child.stdin?.end(options.input ?? "");
  return await ended(child);
}

/** The one JSON document on stdout, with the exit code. */
export async function ledgerJson<T>(
  given: readonly string[],
  options: RunOptions = {},
): Promise<Ran & { readonly json: T }> {
  const ran = await ledger([...given, "--json"], options);
  return { ...ran, json: JSON.parse(ran.stdout) as T };
}

/** A command that goes on until the test ends it. */
export function start(given: readonly string[], options: RunOptions = {}): ChildProcess {
  const { LEDGER_PASSPHRASE: _theirs, INIT_CWD: _folder, LANG: _language, LC_ALL: _locale, ...rest } = process.env;
  const passphrase = "passphrase" in options ? options.passphrase : PASSPHRASE;
  return spawn(process.execPath, [MAIN, ...given], {
    stdio: ["pipe", "pipe", "pipe"],
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    ...(options.isBound === true ? BOUND_BY_RIGHTS : {}),
    env: { ...rest, ...(passphrase === undefined ? {} : { LEDGER_PASSPHRASE: passphrase }), ...options.environment },
  });
}

/** Everything that a command says until it ends. */
export async function ended(child: ChildProcess): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (piece: string) => (stdout += piece));
  child.stderr?.setEncoding("utf8").on("data", (piece: string) => (stderr += piece));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}

/** A folder that is removed with everything in it. */
export function makeFolder(): {
  readonly folder: string;
  readonly at: (...names: string[]) => string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "ledger-cli-"));
  return {
    folder,
    at: (...names) => join(folder, ...names),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A new network of one person. */
export async function initLedger(folder: string, person = "anna", options: RunOptions = {}): Promise<Ran> {
  const words = ["--network", "Test City", "--department", "Data Bureau", "--uscc", USCC, "--person", person];
  return await ledger(["init", folder, ...words], options);
}

/** The same where a test needs nothing but that it is there. */
export async function foundLedger(folder: string, options: RunOptions = {}): Promise<void> {
  const made = await initLedger(folder, "anna", options);
  if (made.code !== 0) throw new Error(made.stderr);
}
