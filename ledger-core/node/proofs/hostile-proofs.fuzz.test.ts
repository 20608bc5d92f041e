/** Folders of proofs and of tiles as a stranger may hand them over: mutated, mixed, linked elsewhere, longer than any proof. Never valid, never a throw. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { mutateCbor } from "#ledger-core/kernel/testing/hostile-cbor.testing.ts";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  LINE_GRAMMAR,
  looseUtf8,
  mutateText,
  mutateValue,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { watchPeak } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkpointSigner, logVkey } from "#ledger-core/node/log-key.ts";
import { CHECK_CODES } from "#ledger-core/proof/check.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { blockOf, shelfRuleset, word } from "#ledger-core/store/shelf.testing.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { exportTiles, VKEY_FILE } from "./export-tiles.ts";
import { readProof } from "./proof-folder.ts";
import { makeCity } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";
import { verifyPath } from "./verify-path.ts";
import { verifyTiles } from "./verify-tiles.ts";

watchPeak(casesOf({ short: 512, long: 1_024 }));

const CASES = casesOf({ short: 400, long: 20_000 });
const TILES = casesOf({ short: 60, long: 3_000 });
const codes = new Set<string>(CHECK_CODES);

const { ledger, entries } = makeCity();
const root = mkdtempSync(join(tmpdir(), "hostile-proofs-"));
afterAll(() => {
  ledger.remove();
  rmSync(root, { recursive: true, force: true });
});

/** The files of the proof of an entry, as a stranger reads them. */
function filesOf(name: string, index: number): ProofFiles {
  const folder = ledger.writeProof(name, index);
  const id = readdirSync(folder)[0]?.split(".")[0] ?? "";
  const files = readProof(folder, id);
  if ("code" in files) throw new Error(files.code);
  return files;
}

function mutateFiles(random: Random, files: ProofFiles, other: ProofFiles): ProofFiles {
  const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  switch (random.below(8)) {
    case 0:
      return { ...files, entry: mutateCbor(random, files.entry) };
    case 1:
      return { ...files, transaction: mutateCbor(random, files.transaction) };
    case 2:
      return { ...files, tlogProof: looseUtf8(mutateText(random, textOf(files.tlogProof), LINE_GRAMMAR)) };
    case 3:
      return { ...files, json: looseUtf8(mutateText(random, textOf(files.json), JSON_GRAMMAR)) };
    case 4:
      return {
        ...files,
        json: looseUtf8(`${JSON.stringify(mutateValue(random, JSON.parse(textOf(files.json))), undefined, 2)}\n`),
      };
    case 5: {
      const part = random.pick(["entry", "transaction", "tlogProof", "json"] as const);
      return { ...files, [part]: other[part] };
    }
    case 6:
      return { ...files, name: random.pick([other.name, "", "../x", files.name.slice(2), files.name.toUpperCase()]) };
    default: {
      const part = random.pick(["entry", "transaction", "tlogProof", "json"] as const);
      return { ...files, [part]: damageBytes(random, files[part]) };
    }
  }
}

describe("the files of a proof", () => {
  it(`that were mutated are not valid, and every finding has its code (${CASES} mutations)`, async () => {
    const pairs = [
      [filesOf("single", entries.single), filesOf("carried", entries.carried)],
      [filesOf("carried-2", entries.carried), filesOf("due", entries.due)],
    ] as const;
    const rules = { ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey] };
    const failures = new Set<string>();
    await fuzz(CASES, (random) => {
      const [files, other] = random.pick(pairs);
      const mutated = mutateFiles(random, files, other);
      const checks = verifyProofFiles(rules, mutated);
      for (const { ok, code } of checks) {
        expect(codes.has(code)).toBe(true);
        if (!ok) failures.add(code);
      }
      const parts = ["entry", "transaction", "tlogProof", "json"] as const;
      const isSame = parts.every((part) => equalBytes(mutated[part], files[part]));
      // The name is the file's own business as long as it is no other proof's id.
      if (!isSame) expect(checks.every(({ ok }) => ok)).toBe(false);
    });
    expect(failures.size).toBeGreaterThan(8);
  });

  it("are read only if they are plain files of a length that a proof can have", async () => {
    const folder = join(root, "strange");
    const request = { ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey], language: "en" } as const;
    const [name = ""] = readdirSync(ledger.writeProof("strange", entries.single)).filter((file) =>
      file.endsWith(".tx"),
    );
    const strange: readonly (readonly [string, (file: string) => void])[] = [
      ["FILE_NOT_REGULAR", (file) => symlinkSync("/etc/passwd", file)],
      ["FILE_NOT_REGULAR", (file) => symlinkSync("/dev/zero", file)],
      ["FILE_NOT_REGULAR", (file) => execFileSync("mkfifo", [file])],
      ["FILE_NOT_REGULAR", (file) => mkdirSync(file)],
      [
        "FILE_TOO_LARGE",
        (file) => {
          writeFileSync(file, "");
          truncateSync(file, 2 ** 31);
        },
      ],
    ];
    for (const [code, put] of strange) {
      rmSync(folder, { recursive: true, force: true });
      cpSync(join(ledger.folder, "strange"), folder, { recursive: true });
      rmSync(join(folder, name));
      put(join(folder, name));
      const verdict = await verifyPath({ ...request, paths: [folder] });
      expect([verdict.valid, verdict.checks.map((check) => check.code)]).toEqual([false, [code]]);
    }
  });
});

describe("a folder of tiles", () => {
  it(`that was altered is not the log's (${TILES} mutations)`, async () => {
    const ORIGIN = "tcc/tiles";
    const keys = keyPairOf("log of tiles");
    const vkey = logVkey(ORIGIN, keys.publicKey);
    const rules = { suite: nodeSuite, keys: [vkey] };
    const sound = join(root, "tiles");
    const writer = openWriter({ folder: join(root, "log"), ruleset: shelfRuleset, suite: nodeSuite });
    const words = Array.from({ length: 300 }, (_, i) => [word(i + 1, `w${i}`)]);
    writer.commit(blockOf(writer.rows, writer.head(), words), checkpointSigner(ORIGIN, keys));
    const reader = writer.reader();
    await exportTiles({
      reader,
      vkey,
      folder: sound,
      progress: () => undefined,
      signal: new AbortController().signal,
    });
    reader.close();
    writer.close();
    expect(verifyTiles(rules, sound).checks.every(({ ok }) => ok)).toBe(true);
    const names = readdirSync(sound, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name !== VKEY_FILE)
      .map((one) => join(one.parentPath, one.name));
    await fuzz(TILES, (random) => {
      const file = random.pick(names);
      const bytes = new Uint8Array(readFileSync(file));
      rmSync(file);
      try {
        const put = random.below(5);
        if (put === 0) symlinkSync(random.pick(["/dev/zero", "/etc/passwd", random.pick(names)]), file);
        else if (put === 1) writeFileSync(file, readFileSync(random.pick(names.filter((one) => one !== file))));
        else if (put !== 2)
          writeFileSync(
            file,
            file.endsWith("checkpoint")
              ? looseUtf8(mutateText(random, new TextDecoder().decode(bytes), LINE_GRAMMAR))
              : damageBytes(random, bytes),
          );
        const { checks } = verifyTiles(rules, sound);
        for (const { code } of checks) expect(codes.has(code)).toBe(true);
        const isSame = put > 2 && equalBytes(new Uint8Array(readFileSync(file)), bytes);
        if (!isSame)
          expect(
            checks.every(({ ok }) => ok),
            file,
          ).toBe(false);
      } finally {
        rmSync(file, { force: true, recursive: true });
        writeFileSync(file, bytes);
      }
    });
  });
});
