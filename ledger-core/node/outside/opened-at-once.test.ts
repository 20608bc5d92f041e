import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { OutsideMemory } from "./outside-memory.ts";
import { stateFolder } from "./state-folder.ts";

const PROGRAM = new URL("opened-copy.testing.ts", import.meta.url).pathname;
const ROUNDS = 20;

/** A process that has a folder before it, and answers a line with a line. */
class Opener {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(folder: string) {
    this.#child = spawn(process.execPath, [PROGRAM, folder], { stdio: ["pipe", "pipe", "inherit"] });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  say(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  async answer(): Promise<string> {
    return (await this.#answers.next()).value;
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    await once(this.#child, "close");
  }
}

it("two copies of a folder that is gone, opened at the same moment: one of them goes on, whichever was remembered last", async () => {
  const { folder } = await makeLittleLedger();
  const ledger = readLedger({ folder });
  await new OutsideMemory(ledger).close();
  ledger.close();
  const copies = ["one", "two"].map((name) => `${folder}-${name}`);
  onTestFinished(() => copies.forEach((copy) => rmSync(copy, { recursive: true, force: true })));
  const [first = "", second = ""] = copies;
  renameSync(folder, first);
  cpSync(first, second, { recursive: true });
  const remembered = join(stateFolder(), "ledgers");
  const [name = ""] = readdirSync(remembered);
  const memory = readFileSync(join(remembered, name));
  const openers = copies.map((copy) => new Opener(copy));
  const ask = async (line: string): Promise<readonly string[]> => {
    for (const opener of openers) opener.say(line);
    return await Promise.all(openers.map((opener) => opener.answer()));
  };
  await Promise.all(openers.map((opener) => opener.answer()));
  const seen = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    writeFileSync(join(remembered, name), memory);
    seen.add((await ask("open")).join());
    const answers = await ask("ask");
    expect(answers.toSorted(), `round ${round}`).toEqual(["LEDGER_COPIED", "free"]);
  }
  expect(seen.size).toBeGreaterThan(0);
  expect(readdirSync(remembered)).toEqual([name]);
  await Promise.all(openers.map((opener) => opener.end()));
});
