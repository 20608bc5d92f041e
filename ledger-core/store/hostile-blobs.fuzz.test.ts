/** Files of blobs and packs that somebody altered, also one who gives a pack the name of its altered head: the content of the hash, or none. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { casesOf, damageBytes, fuzz, mutations, splice } from "#ledger-core/kernel/testing/hostile.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { openBlobs } from "./blob-folder.ts";
import { StoreError } from "./store-error.ts";
import { temporaryFolder } from "./temporary.testing.ts";

const CASES = casesOf({ short: 150, long: 10_000 });
const LIMITS = { sizeBytesMax: 5_000 };
const MARK_BYTES = 8;
const ENTRY_BYTES = 36;

const contents = Array.from({ length: 12 }, (_, i) => new Uint8Array(i * 50).fill(i + 1));

/** A pack with its head or its contents altered, and the name that its head asks for. */
function mutatePack(random: Random, pack: Uint8Array): Uint8Array {
  const lies = [
    [0xff, 0xff, 0xff, 0xff],
    [0, 0, 0, 0],
    [0x7f, 0xff, 0xff, 0xff],
    [0, 0, 0, 1],
  ];
  const entry = MARK_BYTES + 4 + ENTRY_BYTES * random.below(contents.length);
  switch (random.below(4)) {
    case 0:
      return splice(pack, MARK_BYTES, 4, random.pick([...lies, [0, 1, 0, 0], [0, 0, 0, 11], [0, 0, 0, 13]]));
    case 1:
      return splice(pack, entry + 32, 4, random.pick(lies));
    case 2:
      return splice(pack, entry, ENTRY_BYTES, pack.slice(MARK_BYTES + 4, MARK_BYTES + 4 + ENTRY_BYTES));
    default: {
      let bytes = pack;
      for (let left = mutations(random); left > 0; left--) bytes = damageBytes(random, bytes);
      return bytes;
    }
  }
}

/** SHA-256 over the head as long as its count says, as a forger would name the file. */
function nameOf(pack: Uint8Array): string {
  const count = pack.length < 12 ? 0 : new DataView(pack.buffer, pack.byteOffset).getUint32(MARK_BYTES);
  return createHash("sha256")
    .update(pack.subarray(0, MARK_BYTES + 4 + count * ENTRY_BYTES))
    .digest("hex");
}

it(`what was altered in a folder of blobs is the content of its hash, or refused (${CASES} mutations)`, async () => {
  const folder = temporaryFolder();
  const stored = await openBlobs(folder).putAll(contents, LIMITS);
  const alone = await openBlobs(folder).putAll([new Uint8Array(900).fill(99)], LIMITS);
  const packs = join(folder, "packs");
  const [packName = ""] = readdirSync(packs).filter((name) => name.length === 64);
  const pack = new Uint8Array(readFileSync(join(packs, packName)));
  const aloneName = Buffer.from(alone[0]?.hash ?? []).toString("hex");
  const aloneFile = join(folder, aloneName.slice(0, 2), aloneName);
  const all = [...stored, ...alone];
  const sound = new Map(
    all.map(({ hash }, i) => [Buffer.from(hash).toString("hex"), contents[i] ?? new Uint8Array(900).fill(99)]),
  );
  const seen = new Set<string>();
  await fuzz(CASES, async (random) => {
    const mutated = mutatePack(random, pack);
    const name = random.once(2) ? packName : nameOf(mutated);
    rmSync(join(packs, packName));
    writeFileSync(join(packs, name), mutated);
    renameSync(aloneFile, `${aloneFile}.kept`);
    if (random.once(3)) symlinkSync(random.pick(["/dev/null", "/etc/hostname"]), aloneFile);
    else writeFileSync(aloneFile, damageBytes(random, new Uint8Array(readFileSync(`${aloneFile}.kept`))));
    try {
      const blobs = openBlobs(folder);
      for (const { hash } of all) {
        const got = await blobs.get(hash, LIMITS).catch((error: unknown) => {
          if (!(error instanceof StoreError)) throw error;
          return error.code;
        });
        seen.add(typeof got === "string" ? got : typeof got);
        if (got instanceof Uint8Array)
          expect(equalBytes(got, sound.get(Buffer.from(hash).toString("hex")) ?? got.slice(1))).toBe(true);
      }
      for await (const { hash } of blobs.copies()) expect(hash.length).toBe(32);
    } finally {
      rmSync(join(packs, name), { force: true });
      writeFileSync(join(packs, packName), pack);
      rmSync(aloneFile, { force: true });
      if (existsSync(`${aloneFile}.kept`)) renameSync(`${aloneFile}.kept`, aloneFile);
    }
  });
  expect([...seen]).toEqual(expect.arrayContaining(["object", "undefined", "BLOB_DAMAGED"]));
});

it("a blob that is a link to nowhere is left out", async () => {
  const folder = temporaryFolder();
  const [stored] = await openBlobs(folder).putAll([new Uint8Array(900)], LIMITS);
  const name = Buffer.from(stored?.hash ?? []).toString("hex");
  const file = join(folder, name.slice(0, 2), name);
  rmSync(file);
  symlinkSync(join(folder, "nowhere"), file);
  const listed: string[] = [];
  for await (const { hash } of openBlobs(folder).copies()) listed.push(Buffer.from(hash).toString("hex"));
  expect(listed).not.toContain(name);
});
