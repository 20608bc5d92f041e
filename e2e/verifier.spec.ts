import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "@playwright/test";
import { decodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { liveThroughCatalogue } from "#ledger-core/node/proofs/catalogue-life.testing.ts";
import type { CatalogueLife } from "#ledger-core/node/proofs/catalogue-life.testing.ts";
import { filesOf, withEvidence } from "#ledger-core/node/proofs/stored-ledger.testing.ts";
import { verifyPath } from "#ledger-core/node/proofs/verify-path.ts";
import type { PathCheck } from "#ledger-core/node/proofs/verify-path.ts";
import type { ProofFile } from "#ledger-core/node/proofs/export-proof.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { exportState } from "#ledger-core/node/statement/export-state.ts";
import { naiveStatement } from "#ledger-core/node/statement/naive.testing.ts";
import type { RowsWanted } from "#ledger-core/node/statement/prove-rows.ts";
import { runStatement } from "#ledger-core/node/statement/run-statement.ts";
import { whatOf } from "#ledger-core/proof/basis-parts.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import { PROOF_SUFFIXES } from "#ledger-core/proof/proof-parts.ts";
import type { ProofFiles, ProofSuffix } from "#ledger-core/proof/proof-parts.ts";
import { parseTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import { buildVerifier, VerifierPage } from "#e2e/built-verifier.ts";
import type { BuiltVerifier, ShownCheck, ShownProof } from "#e2e/built-verifier.ts";

// What it does with hundreds of proofs is in its verdicts; a trace of every element would take longer than the checks.
test.use({ trace: "off" });

let built: BuiltVerifier;
let life: CatalogueLife;
let fork: CatalogueLife;
let verifier: VerifierPage;

test.beforeAll(() => {
  built = buildVerifier();
  life = liveThroughCatalogue();
  // The same log until another department's name parts them, as a log has it that shows two histories.
  fork = liveThroughCatalogue("Hospitals");
});
test.afterAll(() => {
  built.remove();
  life.ledger.remove();
  fork.ledger.remove();
});
test.beforeEach(async ({ page }) => {
  verifier = new VerifierPage(page);
  await verifier.open(built.file);
});
test.afterEach(() => expect(verifier.trouble).toEqual([]));

let folders = 0;
function newFolder(): string {
  const folder = join(built.folder, `proofs-${folders++}`);
  mkdirSync(folder);
  return folder;
}

const PARTS = { "tlog-proof": "tlogProof", entry: "entry", tx: "transaction", json: "json" } as const;

function write(folder: string, files: ProofFiles, name = files.name): void {
  for (const suffix of PROOF_SUFFIXES) writeFileSync(join(folder, `${name}.${suffix}`), files[PARTS[suffix]]);
}

function proofAt(index: number, options = {}, from = life): ProofFiles {
  return filesOf(from.ledger.prove(index, options));
}

/** The proof of rows of the state at a height, and of the act that signed its statement, if one did. */
function stateFiles(height: number, wanted: RowsWanted): readonly ProofFile[] {
  const { ruleset, network, first, writer } = life.ledger;
  const work = { folder: join(life.ledger.folder, "ledger"), network, height, wanted, keep: false };
  const { head, rows } = runStatement({ ruleset, suite: nodeSuite }, work, () => {});
  const reader = writer.reader();
  try {
    return rows === undefined ? [] : exportState(reader, ruleset, nodeSuite, { head, rows, first });
  } finally {
    reader.close();
  }
}

/** A place in the log of each sort of entry: the first of its kind and outcome. */
function sortsOfEntries(): readonly number[] {
  const first = new Map<string, number>();
  for (const { index, kind, code, state } of life.ledger.entries)
    if (!first.has(`${kind} ${code} ${state}`)) first.set(`${kind} ${code} ${state}`, index);
  return [...first.values()];
}

type Doubt = { readonly keys?: readonly string[]; readonly since?: string };
type Verdict = { readonly valid: boolean; readonly proofs: readonly ShownProof[] };

async function byCommandLine(paths: readonly string[], { keys = [], since }: Doubt): Promise<Verdict> {
  const request = { ruleset: cityRuleset, suite: nodeSuite, paths, keys, since, language: "en" } as const;
  const { valid, checks } = await verifyPath(request);
  const subjects = Map.groupBy(checks, ({ subject }) => subject);
  const proofs = [...subjects].map(([subject, found]) => ({
    subject: basename(subject),
    valid: found.every(({ ok }) => ok),
    checks: found.map(withoutWords),
  }));
  return { valid, proofs };
}

function withoutWords({ name, ok, how, code }: PathCheck): ShownCheck {
  return { name, ok, how, code };
}

/** What the page must say where the command line says this: the same, but marks that would turn the line are shown, not followed. */
function asOnPage(verdict: Verdict): Verdict {
  const shown = (subject: string): string => subject.replaceAll("\u202e", "\ufffd");
  return { ...verdict, proofs: verdict.proofs.map((proof) => ({ ...proof, subject: shown(proof.subject) })) };
}

/** Puts a folder in, and expects the verdict of the command line on the same folder. */
async function expectSame(folder: string, doubt: Doubt = {}): Promise<Verdict> {
  const expected = await byCommandLine([folder], doubt);
  await verifier.keys.fill((doubt.keys ?? []).join("\n"));
  if (doubt.since !== undefined) await verifier.older.setInputFiles(doubt.since);
  await verifier.folder.setInputFiles(folder);
  expect(await verifier.verdict()).toEqual(asOnPage(expected));
  return expected;
}

function codes({ proofs }: Verdict): readonly string[] {
  return [...new Set(proofs.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map(({ code }) => code)))];
}

test.describe("the page and the command line say the same", () => {
  test("of every entry of a life, with a key, without, and with the key of another log", async () => {
    const folder = newFolder();
    for (const { index } of life.ledger.entries) write(folder, proofAt(index));
    const { vkey } = life.ledger;
    const trusted = await expectSame(folder, { keys: [vkey] });
    expect(trusted.valid).toBe(true);
    const authority = trusted.proofs.flatMap(({ checks }) => checks.filter(({ name }) => name === "authority"));
    expect(authority.filter(({ code }) => code === "AUTHORITY_JUDGED").length).toBeGreaterThan(10);
    expect(trusted.proofs.length).toBe(life.ledger.entries.length);
    const one = newFolder();
    write(one, proofAt(life.marks.lastVote));
    expect((await expectSame(one)).valid).toBe(true);
    const publicKey = life.ledger.founder.keys.publicKey;
    const name = vkey.slice(0, vkey.indexOf("+"));
    const other = encodeVerifierKey(verifierKey(nodeSuite, { name, algorithm: ALGORITHM_ED25519, publicKey }));
    expect(codes(await expectSame(one, { keys: [other] }))).toEqual(["CHECKPOINT_KEY_UNKNOWN", "NOT_RUN"]);
    expect(codes(await expectSame(one, { keys: [vkey, "a key"] }))).toEqual(["KEY_MALFORMED", "NOT_RUN"]);
  });

  test("of proofs with one byte changed in any file, and refuse each", async () => {
    const folder = newFolder();
    let count = 0;
    for (const index of sortsOfEntries()) {
      const sound = proofAt(index);
      for (const suffix of PROOF_SUFFIXES) {
        const bytes = sound[PARTS[suffix]];
        for (const part of [0, 0.11, 0.23, 0.37, 0.5, 0.61, 0.73, 0.87, 0.999]) {
          const changed = bytes.slice();
          const at = Math.floor(part * bytes.length);
          changed[at] = (changed[at] ?? 0) ^ (1 << (count % 7));
          write(folder, { ...sound, [PARTS[suffix]]: changed }, `changed-${String(count++).padStart(4, "0")}`);
        }
      }
    }
    expect(count).toBeGreaterThanOrEqual(500);
    const { proofs } = await expectSame(folder, { keys: [life.ledger.vkey] });
    expect(proofs.filter(({ valid }) => valid)).toEqual([]);
    expect(proofs.length).toBe(count);
  });

  test("of rows of the state, signed and not, sound and with one byte changed", async () => {
    const { ledger } = life;
    const statement = naiveStatement(ledger);
    ledger.must(ledger.founder, "state.declare", statement);
    const folder = newFolder();
    const put = (height: number, wanted: RowsWanted): string => {
      const [file, ...signed] = stateFiles(height, wanted);
      if (file === undefined) throw new Error("a proof of the state is a file");
      for (const { name, bytes } of [file, ...signed]) writeFileSync(join(folder, name), bytes);
      return join(folder, file.name);
    };
    put(statement.height, { table: "catalog.dataset", from: [] });
    put(statement.height, { table: "catalog.agreement", key: 1 });
    const sound = await expectSame(folder, { keys: [ledger.vkey] });
    expect([sound.valid, sound.proofs.length]).toEqual([true, 3]);
    put(statement.height - 2, { table: "kernel.member", key: 77 });
    const whose = ({ proofs }: typeof sound): readonly string[] =>
      proofs
        .flatMap(({ checks }) => checks)
        .filter(({ name }) => name === "declared")
        .map(({ code, ok, how }) => `${code} ${ok ? how : "failed"}`)
        .toSorted();
    const signed = ["STATEMENT_SIGNED vouched", "STATEMENT_SIGNED vouched"];
    // To whoever trusts a key, what nobody signed is nothing; to whoever trusts none, it is its maker's word.
    const unsigned = await expectSame(folder, { keys: [ledger.vkey] });
    expect([unsigned.valid, whose(unsigned)]).toEqual([false, ["STATEMENT_NOT_SIGNED failed", ...signed]]);
    const trusting = await expectSame(folder);
    expect([trusting.valid, whose(trusting)]).toEqual([true, ["STATEMENT_NOT_SIGNED vouched", ...signed]]);
    const changed = newFolder();
    const bytes = readFileSync(put(statement.height, { table: "kernel.role", from: [2] }));
    for (let i = 0; i < 120; i++) {
      const at = Math.floor((i / 120) * bytes.length);
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ (1 << (i % 7));
      writeFileSync(join(changed, `${String(i).padStart(3, "0")}.state.json`), other);
    }
    const refused = await expectSame(changed, { keys: [ledger.vkey] });
    expect(refused.proofs.filter(({ valid }) => valid)).toEqual([]);
    expect(refused.proofs.length).toBe(120);
  });

  test("of missing, foreign, oversized and senseless files", async () => {
    const folder = newFolder();
    const sound = proofAt(life.marks.beyond);
    const other = proofAt(life.marks.batch);
    const put = (name: string, change: Partial<ProofFiles>): void => write(folder, { ...sound, ...change }, name);
    for (const suffix of PROOF_SUFFIXES) {
      const part = PARTS[suffix];
      put(`other ${suffix}`, { [part]: other[part] });
      for (const [place, noise] of ["", "\u0000", "[".repeat(100_000), "{}", "\u202e\u2066 c2sp"].entries())
        put(`noise ${suffix} ${place}`, { [part]: Buffer.from(noise) });
      put(`longer ${suffix}`, { [part]: Buffer.concat([sound[part], Buffer.from("\n")]) });
    }
    put("bad utf-8", { json: Buffer.from([0xff, 0xfe]) });
    put(other.name, {});
    put("<img src=x onerror=alert(1)> \u202egpj", {});
    const small = newFolder();
    for (const suffix of PROOF_SUFFIXES)
      for (const left of PROOF_SUFFIXES) if (left !== suffix) writePart(small, `without ${suffix}`, left, sound);
    for (const suffix of ["tlog-proof", "json"] as const) {
      write(small, sound, `giant ${suffix}`);
      const file = join(small, `giant ${suffix}.${suffix}`);
      closeSync(openSync(file, "w"));
      truncateSync(file, 0x1000_0001);
    }
    writeFileSync(join(small, "letter.json"), "{}");
    writeFileSync(join(small, "README.txt"), "proofs");
    const found = await expectSame(folder, { keys: [life.ledger.vkey] });
    expect(found.proofs.filter(({ valid }) => valid).length).toBe(1);
    expect(codes(await expectSame(small)).toSorted()).toEqual(["FILE_TOO_LARGE", "PROOF_INCOMPLETE"]);
    const none = newFolder();
    writeFileSync(join(none, "report.pdf"), "%PDF");
    expect(codes(await expectSame(none))).toEqual(["NOT_A_PROOF"]);
    writeFileSync(join(none, "ledger.sqlite"), "");
    expect(codes(await expectSame(none))).toEqual(["LEDGER_NOT_CHECKED"]);
  });

  test("of what a log grew from", async () => {
    const { entries } = life.ledger;
    const ends = entries.filter(({ kind }) => kind === "block").map(({ index }) => index + 1);
    const [early = 0, late = 0] = [ends.at(5), ends.at(-2)];
    const folder = newFolder();
    write(folder, proofAt(3, { size: late }), "plain");
    write(folder, proofAt(4, { size: late, since: early }), "carried");
    const olderOf = (name: string, files: ProofFiles): string => {
      const file = join(newFolder(), name);
      writeFileSync(file, files.tlogProof);
      return file;
    };
    const noteOf = (size: number, of = life): string => {
      const file = join(newFolder(), "checkpoint");
      writeFileSync(file, parseTlogProof(decodeUtf8(proofAt(1, { size }, of).tlogProof) ?? "")?.checkpoint ?? "");
      return file;
    };
    const keys = [life.ledger.vkey];
    const cases: readonly (readonly [string, readonly string[]])[] = [
      [olderOf("early.tlog-proof", proofAt(1, { size: early })), ["GROWTH_NOT_SHOWN"]],
      [olderOf("same.tlog-proof", proofAt(1, { size: late })), []],
      [olderOf("later.tlog-proof", proofAt(1)), ["GROWTH_NOT_SHOWN"]],
      [olderOf("fork.tlog-proof", proofAt(1, { size: late }, fork)), ["GROWTH_FAILS"]],
      [noteOf(early), ["GROWTH_NOT_SHOWN"]],
      [noteOf(late), []],
      [noteOf(late, fork), ["GROWTH_FAILS"]],
    ];
    for (const [since, failures] of cases) expect(codes(await expectSame(folder, { keys, since }))).toEqual(failures);
    const rows = newFolder();
    const { height } = naiveStatement(life.ledger);
    for (const { name, bytes } of stateFiles(height, { table: "catalog.dataset", from: [] }).slice(0, 1))
      writeFileSync(join(rows, name), bytes);
    for (const [size, failures] of [
      [early, ["GROWTH_NOT_SHOWN", "NOT_RUN"]],
      [entries.length, []],
    ] as const) {
      const since = olderOf(`${size}.tlog-proof`, proofAt(1, { size }));
      expect(codes(await expectSame(rows, { since }))).toEqual(failures);
    }
    for (const [text, code] of [
      ["Dear all", "CHECKPOINT_MALFORMED"],
      ["c2sp.org/tlog-proof@v1\nindex -1\n\nno note\n", "PROOF_MALFORMED"],
      ["c2sp.org/tlog-proof@v1\nindex 0\n\nno note\n", "CHECKPOINT_MALFORMED"],
    ] as const) {
      const since = join(newFolder(), "letter.tlog-proof");
      writeFileSync(since, text);
      expect(codes(await expectSame(folder, { keys, since }))).toEqual([code]);
    }
  });
});

function writePart(folder: string, name: string, suffix: ProofSuffix, files: ProofFiles): void {
  writeFileSync(join(folder, `${name}.${suffix}`), files[PARTS[suffix]]);
}

test("what the rules did not allow is refuted by the page as well, and it says so", async ({ page }) => {
  const folder = newFolder();
  // A basis without the signer's key; everything else about the proof holds.
  const files = withEvidence(life.ledger, proofAt(life.marks.batch), (evidence) => ({
    ...evidence,
    basis: evidence.basis
      .map((entry) => {
        const changes = entry.changes.filter(({ change }) => parseChange(change)?.table !== "kernel.key");
        return { ...entry, changes, what: whatOf(changes.map(({ change }) => parseChange(change)?.table ?? "")) };
      })
      .filter(({ changes }) => changes.length > 0),
  }));
  write(folder, files);
  const refuted = await expectSame(folder, { keys: [life.ledger.vkey] });
  expect([refuted.valid, codes(refuted)]).toEqual([false, ["AUTHORITY_REFUTED", "NOT_RUN"]]);
  await expect(page.locator("[data-code=AUTHORITY_REFUTED]")).toBeVisible();
});

test("reads files given one by one, and folders and files that are dropped, as if they had been chosen", async ({
  page,
}) => {
  const folder = newFolder();
  const sound = proofAt(life.marks.lastVote);
  write(folder, sound);
  const paths = readdirSync(folder).map((name) => join(folder, name));
  await verifier.files.setInputFiles(paths.slice(0, 2));
  expect(codes(await verifier.verdict())).toEqual(["PROOF_INCOMPLETE"]);
  await verifier.files.setInputFiles(paths.slice(2));
  const chosen = await verifier.verdict();
  expect(chosen.valid).toBe(true);
  const letter = join(newFolder(), "letter.pdf");
  copyFileSync(join(folder, paths.map((path) => basename(path))[0] ?? ""), letter);
  const client = await page.context().newCDPSession(page);
  const drop = async (dropped: readonly string[]): Promise<void> => {
    const data = { items: [], files: [...dropped], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await client.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  };
  const startOver = page.getByRole("button", { name: "重新开始" });
  for (const [dropped, valid] of [
    [paths, true],
    [[folder], true],
    [[letter], false],
  ] as const) {
    await startOver.click();
    await expect(page.locator(".proof")).toHaveCount(0);
    await drop(dropped);
    await expect(page.locator(".proof")).toHaveCount(1);
    const shown = await verifier.verdict();
    expect(shown.valid).toBe(valid);
    if (valid) expect(shown).toEqual(chosen);
  }
});

test("the built file is small, and the same each time", () => {
  const again = buildVerifier();
  expect(readFileSync(again.file).equals(readFileSync(built.file))).toBe(true);
  expect(readFileSync(again.file).length).toBeLessThanOrEqual(250_000);
  again.remove();
});
