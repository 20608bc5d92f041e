import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { recomputed } from "#ledger-core/proof/check.ts";
import { exportTiles } from "./export-tiles.ts";
import { makeCity, makeFork } from "./stored-ledger.testing.ts";
import { verifyPath } from "./verify-path.ts";
import type { PathVerdict, VerifyRequest } from "./verify-path.ts";

const { ledger, entries } = makeCity();
afterAll(() => ledger.remove());

const verify = (paths: readonly string[], changed: Partial<VerifyRequest> = {}): Promise<PathVerdict> =>
  verifyPath({ ruleset: ledger.ruleset, suite: nodeSuite, paths, keys: [ledger.vkey], language: "en", ...changed });
const failures = ({ checks }: PathVerdict): readonly string[] =>
  checks.filter(({ ok, code }) => !ok && code !== "NOT_RUN").map(({ code }) => code);

let folders = 0;
function proofFolder(...indexes: readonly number[]): string {
  const name = `proofs-${folders++}`;
  mkdirSync(join(ledger.folder, name));
  for (const index of indexes) ledger.writeProof(name, index);
  return join(ledger.folder, name);
}

function fileIn(folder: string, suffix: string): string {
  const name = readdirSync(folder).find((one) => one.endsWith(suffix));
  if (name === undefined) throw new Error(`no file ends in ${suffix}`);
  return join(folder, name);
}

describe("verifying a path", () => {
  it("takes a folder with one proof or many, beside anything else", async () => {
    const folder = proofFolder(entries.single, entries.carried, entries.due);
    writeFileSync(join(folder, "letter.json"), "{}");
    writeFileSync(join(folder, "README.txt"), "three proofs");
    const verdict = await verify([folder]);
    expect(failures(verdict)).toEqual([]);
    expect(verdict.valid).toBe(true);
    expect(new Set(verdict.checks.map(({ subject }) => subject)).size).toBe(3);
    expect(verdict.checks).toHaveLength(3 * 9);
  });

  it.each([".tlog-proof", ".entry", ".tx", ".json"])(
    "takes one file of a proof, ending in %s, once",
    async (suffix) => {
      const folder = proofFolder(entries.single);
      const verdict = await verify([fileIn(folder, suffix), folder, fileIn(folder, ".tx")]);
      expect([verdict.valid, verdict.checks.length]).toEqual([true, 9]);
    },
  );

  it("says each check in words of the language that was asked for", async () => {
    const folder = proofFolder(entries.carried);
    const english = await verify([folder]);
    const chinese = await verify([folder], { language: "zh" });
    expect(english.checks[3]?.detail).toMatch(/^Key, role and policy are proven/);
    expect(chinese.checks[3]?.detail).toMatch(/^密钥、岗位与规则/);
    for (const { title, detail } of [...english.checks, ...chinese.checks])
      expect(`${title}${detail}`).not.toMatch(/[{}]|undefined/);
  });

  it("says of an act that was only put forward that it was not carried out, and of no other", async () => {
    const changesOf = async (index: number): Promise<unknown> =>
      (await verify([proofFolder(index)])).checks.find(({ name }) => name === "changes");
    expect(await changesOf(entries.proposed)).toMatchObject({
      ok: true,
      code: "CHANGES_PROPOSED",
      data: { proposal: 1 },
      detail: expect.stringContaining("only put forward, as proposal 1,"),
    });
    for (const one of ["single", "batch", "refused", "firstVote", "carried", "byMost", "due", "enrolment"] as const)
      expect(await changesOf(entries[one]), one).toMatchObject({ code: "CHANGES_HOLD" });
  });

  it("is invalid as a whole where one of many proofs is", async () => {
    const folder = proofFolder(entries.single, entries.carried);
    writeFileSync(fileIn(folder, ".tx"), "not a transaction");
    const verdict = await verify([folder]);
    expect([verdict.valid, failures(verdict)]).toEqual([false, ["TEXT_MALFORMED"]]);
  });
});

describe("a path that holds no proof", () => {
  it.each([
    ["nothing is there", "FILE_ABSENT", (): string => join(ledger.folder, "nowhere")],
    ["an empty folder", "NOT_A_PROOF", (): string => proofFolder()],
    [
      "another file",
      "NOT_A_PROOF",
      (): string => {
        const file = join(proofFolder(), "report.pdf");
        writeFileSync(file, "%PDF");
        return file;
      },
    ],
    [
      "a link to a proof",
      "FILE_NOT_REGULAR",
      (): string => {
        const link = join(proofFolder(), "linked");
        symlinkSync(proofFolder(entries.single), link);
        return link;
      },
    ],
  ])("is invalid: %s", async (_title, code, make) => {
    const verdict = await verify([make()]);
    expect([verdict.valid, failures(verdict)]).toEqual([false, [code]]);
  });

  it("is invalid where there is no path at all", async () => expect((await verify([])).valid).toBe(false));
});

describe("a stranger's files", () => {
  const spoil = async (suffix: string, deed: (file: string) => void): Promise<readonly string[]> => {
    const folder = proofFolder(entries.single);
    const file = fileIn(folder, suffix);
    rmSync(file);
    deed(file);
    const verdict = await verify([folder]);
    expect(verdict.valid).toBe(false);
    return failures(verdict);
  };

  it.each([".entry", ".tx", ".json"])("are missed where the one ending in %s is gone", async (suffix) =>
    expect(await spoil(suffix, () => undefined)).toEqual(["PROOF_INCOMPLETE"]),
  );

  it.each([".tlog-proof", ".entry", ".tx", ".json"])("are not read through a link or a pipe: %s", async (suffix) => {
    const sound = fileIn(proofFolder(entries.single), suffix);
    expect(await spoil(suffix, (file) => symlinkSync(sound, file))).toEqual(["FILE_NOT_REGULAR"]);
    expect(await spoil(suffix, (file) => execFileSync("mkfifo", [file]))).toEqual(["FILE_NOT_REGULAR"]);
    expect(await spoil(suffix, (file) => mkdirSync(file))).toEqual(["FILE_NOT_REGULAR"]);
  });

  it.each([".tlog-proof", ".entry", ".tx", ".json"])(
    "are not read beyond what a proof may have: %s",
    async (suffix) => {
      const found = await spoil(suffix, (file) => {
        writeFileSync(file, "");
        truncateSync(file, 2 ** 40);
      });
      expect(found).toEqual(["FILE_TOO_LARGE"]);
    },
  );

  it.each([
    [".tlog-proof", "PROOF_MALFORMED"],
    [".entry", "ENTRY_MALFORMED"],
    [".tx", "TEXT_MALFORMED"],
    [".json", "EVIDENCE_MALFORMED"],
  ])("that are empty or noise are named: %s", async (suffix, code) => {
    for (const bytes of ["", "\u0000", "[".repeat(1_000), Buffer.from([0xff, 0xfe, 0x80])])
      expect(await spoil(suffix, (file) => writeFileSync(file, bytes))).toEqual([code]);
  });
});

describe("an older proof", () => {
  it("shows growth with the ledger at hand, which is checked too", async () => {
    const older = proofFolder();
    ledger.writeProof("old", entries.single, { size: entries.single + 2 });
    copyFileSync(fileIn(join(ledger.folder, "old"), ".tlog-proof"), join(older, "old.tlog-proof"));
    const since = join(older, "old.tlog-proof");
    const newer = proofFolder(entries.carried);
    expect(failures(await verify([newer], { since }))).toEqual(["GROWTH_NOT_SHOWN"]);
    const folder = join(ledger.folder, "ledger");
    const reader = ledger.writer.reader();
    const asked: unknown[] = [];
    const verdict = await verify([newer, folder], {
      since,
      verifyLedger: (request) => {
        asked.push([request.folder, request.keys, request.since?.startsWith("tcc/")]);
        return Promise.resolve({
          checks: [{ name: "inclusion", ...recomputed("INCLUSION_HOLDS") }],
          consistency: (oldSize, newSize) => reader.consistency(oldSize, newSize),
        });
      },
    });
    reader.close();
    expect(failures(verdict)).toEqual([]);
    expect(verdict.checks.at(-1)).toMatchObject({ name: "growth", ok: true, code: "GROWTH_HOLDS" });
    expect(asked).toEqual([[folder, [ledger.vkey], true]]);
  });

  it("shows growth with the log's tiles at hand, of them and of a proof beside them", async () => {
    const since = fileIn(ledger.writeProof("taken", entries.single, { size: entries.single + 2 }), ".tlog-proof");
    const newer = proofFolder(entries.carried);
    const tiles = join(ledger.folder, "tiles");
    const reader = ledger.writer.reader();
    const { signal } = new AbortController();
    await exportTiles({ reader, vkey: ledger.vkey, folder: tiles, progress: () => undefined, signal });
    reader.close();
    const verdict = await verify([newer, tiles, proofFolder(entries.single)], { since });
    expect(failures(verdict)).toEqual([]);
    const growth = verdict.checks.filter(({ name }) => name === "growth");
    expect(growth.map(({ code }) => code)).toEqual(["GROWTH_HOLDS", "GROWTH_HOLDS", "GROWTH_HOLDS"]);
    expect(growth[0]).toMatchObject({ subject: tiles, how: "recomputed" });
  });

  it("of which tiles hold proves nothing of what lies beside them, and that is checked as well", async () => {
    const tiles = join(ledger.folder, "tiles-and-proofs");
    const reader = ledger.writer.reader();
    const { signal } = new AbortController();
    await exportTiles({ reader, vkey: ledger.vkey, folder: tiles, progress: () => undefined, signal });
    reader.close();
    ledger.writeProof("tiles-and-proofs", entries.single);
    expect(failures(await verify([tiles]))).toEqual([]);
    writeFileSync(fileIn(tiles, ".tx"), "forged");
    writeFileSync(join(tiles, "rows.state.json"), "{}");
    expect(failures(await verify([tiles]))).toEqual(["TEXT_MALFORMED", "STATE_FILE_MALFORMED"]);
  });

  it("may be of a log that is longer than the proof's own, which then has to be a part of it", async () => {
    const since = fileIn(ledger.writeProof("later", entries.carried), ".tlog-proof");
    const earlier = ledger.writeProof("earlier", entries.single, { size: entries.single + 2 });
    expect(failures(await verify([earlier], { since }))).toEqual(["GROWTH_NOT_SHOWN"]);
    const reader = ledger.writer.reader();
    const verdict = await verify([earlier, join(ledger.folder, "ledger")], {
      since,
      verifyLedger: () =>
        Promise.resolve({
          checks: [{ name: "inclusion", ...recomputed("INCLUSION_HOLDS") }],
          consistency: (oldSize, newSize) => reader.consistency(oldSize, newSize),
        }),
    });
    reader.close();
    expect(failures(verdict)).toEqual([]);
    expect(verdict.checks.at(-1)).toMatchObject({ code: "GROWTH_HOLDS" });
  });

  it("must be one", async () => {
    const newer = proofFolder(entries.carried);
    const since = join(newer, "letter.txt");
    expect(failures(await verify([newer], { since }))).toEqual(["FILE_ABSENT"]);
    writeFileSync(since, "Dear all");
    expect(failures(await verify([newer], { since }))).toEqual(["CHECKPOINT_MALFORMED"]);
    writeFileSync(since, "c2sp.org/tlog-proof@v1\nindex -1\n\nno note\n");
    expect(failures(await verify([newer], { since }))).toEqual(["PROOF_MALFORMED"]);
    writeFileSync(since, "c2sp.org/tlog-proof@v1\nindex 0\n\nno note\n");
    expect(failures(await verify([newer], { since }))).toEqual(["CHECKPOINT_MALFORMED"]);
  });

  it("is called a folder if it is one, and what is needed instead is said", async () => {
    const folder = proofFolder(entries.single);
    for (const [language, said] of [
      ["zh", "是文件夹，而这里需要一个文件：以前取得的 .tlog-proof，或检查点"],
      ["en", "is a folder where a file is needed: a .tlog-proof that was taken away earlier, or a signed checkpoint"],
    ] as const) {
      const verdict = await verify([folder], { since: folder, language });
      expect([verdict.valid, failures(verdict)]).toEqual([false, ["OLDER_IS_FOLDER"]]);
      expect(verdict.checks[0]?.detail).toContain(`${folder} ${said}`);
    }
  });

  it("does not make a ledger's folder valid that nobody checked", async () => {
    const verdict = await verify([join(ledger.folder, "ledger")]);
    expect([verdict.valid, failures(verdict)]).toEqual([false, ["LEDGER_NOT_CHECKED"]]);
  });
});

describe("two histories of one log", () => {
  const fork = makeFork();
  afterAll(() => fork.ledger.remove());

  it("are not valid together, whoever signed both: as proofs, and beside tiles that hold every entry", async () => {
    const own = proofFolder(entries.single);
    const theirs = fork.ledger.writeProof("theirs", fork.entries.single);
    expect(failures(await verify([own]))).toEqual([]);
    expect(failures(await verify([theirs]))).toEqual([]);
    const both = await verify([own, theirs]);
    expect([both.valid, failures(both)]).toEqual([false, ["HISTORIES_DIFFER"]]);
    expect(both.checks.at(-1)?.detail).toContain(readdirSync(own)[0]?.split(".")[0] ?? "no file");
    const earlier = fork.ledger.writeProof("earlier", fork.entries.single, { size: fork.entries.single + 2 });
    expect(failures(await verify([own, earlier]))).toEqual([]);
    const tiles = join(ledger.folder, "tiles-beside");
    const reader = ledger.writer.reader();
    await exportTiles({
      reader,
      vkey: ledger.vkey,
      folder: tiles,
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    reader.close();
    expect(failures(await verify([earlier, tiles]))).toEqual(["HISTORIES_DIFFER"]);
    const ours = ledger.writeProof("ours", entries.single, { size: entries.single + 2 });
    expect(failures(await verify([own, ours, tiles]))).toEqual([]);
  });
});
