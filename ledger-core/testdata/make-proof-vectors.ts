/**
 * Writes `proof-vectors.json`: bytes that may never change, made without the code that they pin. The encoder is cborg, the hashes
 * are Node's, the trees are written out by hand here, and the signatures are noble's. Run once, then pinned:
 * `node ledger-core/testdata/make-proof-vectors.ts > ledger-core/testdata/proof-vectors.json`
 */
import { createHash } from "node:crypto";
import * as ed25519 from "@noble/ed25519";
import { encode } from "cborg";

ed25519.hashes.sha512 = (message) => new Uint8Array(createHash("sha512").update(message).digest());

type Bytes = Uint8Array<ArrayBuffer>;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const sha256 = (...parts: readonly Uint8Array[]): Bytes =>
  new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());
const leaf = (bytes: Uint8Array): Bytes => sha256(Uint8Array.of(0), bytes);
const node = (left: Uint8Array, right: Uint8Array): Bytes => sha256(Uint8Array.of(1), left, right);
const filled = (byte: number, length: number): Bytes => new Uint8Array(length).fill(byte);
const cbor = (value: unknown): Bytes => new Uint8Array(encode(value));
/** An array whose items are CBOR already; below 24 items, so its head is one byte. */
const array = (...items: readonly Uint8Array[]): Bytes =>
  new Uint8Array(Buffer.concat([Uint8Array.of(0x80 + items.length), ...items]));

const seed = filled(1, 32);
const actorKey = ed25519.getPublicKey(seed);

const changes = [
  { table: "catalog.dataset", key: 1, row: cbor([1, "空气质量", [], filled(2, 4)]) },
  { table: "catalog.dataset", key: 281_474_976_710_655, row: undefined },
  { table: "kernel.person", key: 0, row: cbor(["", -1]) },
].map(({ table, key, row }) => {
  const bytes = array(cbor(table), cbor(key), row === undefined ? array() : array(row));
  return { table, key, row: row === undefined ? null : hex(row), bytes: hex(bytes), leaf: hex(leaf(bytes)) };
});
const leaves = changes.map(({ bytes }) => leaf(Buffer.from(bytes, "hex")));
const [first = leaf(seed), second = first, third = first] = leaves;
const changesRoot = node(node(first, second), third);

const lines = [cbor(["a", 1]), cbor(["b", [2, 3]])];
const [firstLine = seed, secondLine = seed] = lines;
const bodies = {
  single: { body: cbor(["城市", 5]), root: sha256(cbor(["城市", 5])) },
  batch: { body: array(...lines), root: node(leaf(firstLine), leaf(secondLine)) },
};

const transactions = Object.entries(bodies).map(([name, { body, root }]) => {
  const fields = {
    network: hex(filled(0xaa, 32)),
    kind: name === "batch" ? "catalog.import" : "catalog.offer",
    version: name === "batch" ? 65_535 : 1,
    bodyRoot: hex(root),
    actorKey: hex(actorKey),
    department: name === "batch" ? 4_294_967_295 : 49,
    claimedTime: 1_763_971_200,
    validUntil: 1_764_057_600,
    salt: hex(filled(0x5a, 16)),
  };
  const signedPart = cbor([
    filled(0xaa, 32),
    fields.kind,
    fields.version,
    root,
    actorKey,
    fields.department,
    fields.claimedTime,
    fields.validUntil,
    filled(0x5a, 16),
  ]);
  const signature = ed25519.sign(signedPart, seed);
  const wire = cbor([1, signedPart, body, signature]);
  return {
    name,
    fields,
    body: hex(body),
    signedPart: hex(signedPart),
    id: hex(sha256(signedPart)),
    signature: hex(signature),
    bytes: hex(wire),
    hash: hex(sha256(wire)),
  };
});

const systemEntries = [
  { name: "block", body: cbor([1, 1_763_971_200, filled(3, 32)]) },
  { name: "due", body: cbor([]) },
].map(({ name, body }) => ({ name, body: hex(body), bytes: hex(array(cbor(2), cbor(name), body)) }));

const entries = [
  { form: 1, transactionHash: sha256(seed), height: 1, index: 1, code: "", changesRoot },
  { form: 2, transactionHash: sha256(actorKey), height: 4_294_967_296, index: 281_474_976_710_655, code: "", changesRoot: sha256() },
  { form: 1, transactionHash: sha256(seed), height: 24, index: 256, code: "NOT_ENTITLED", changesRoot: sha256() },
  { form: 3, transactionHash: sha256(actorKey), height: 0, index: 0, code: "", changesRoot },
].map((entry) => {
  const bytes = cbor([entry.form, entry.transactionHash, entry.height, entry.index, entry.code, entry.changesRoot]);
  const plain = { ...entry, transactionHash: hex(entry.transactionHash), changesRoot: hex(entry.changesRoot) };
  return { ...plain, bytes: hex(bytes), leaf: hex(leaf(bytes)) };
});

const vectors = {
  made: "by make-proof-vectors.ts with cborg, node:crypto and @noble/ed25519; never by the code that it pins",
  seed: hex(seed),
  changes,
  changesRoot: hex(changesRoot),
  emptyRoot: hex(sha256()),
  transactions,
  systemEntries,
  entries,
};
process.stdout.write(`${JSON.stringify(vectors, undefined, 2)}\n`);
