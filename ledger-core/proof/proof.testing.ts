/** A small log with one signed action in it, and everything that its proof takes away. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { CborWriter } from "#ledger-core/contract/schema/cbor.ts";
import { changesRoot, encodeChange } from "./change.ts";
import { encodeCheckpoint, networkOrigin } from "./checkpoint.ts";
import type { ProofInput } from "./checks.ts";
import { encodeEntry, FORM_GENESIS, FORM_SYSTEM, FORM_TRANSACTION } from "./entry.ts";
import type { BasisEntry } from "./evidence.ts";
import { cosignatureBytes, encodeNote, noteSignatureMessage } from "./note.ts";
import { testKey, testSuite } from "./suite.testing.ts";
import { encodeSystemEntry } from "./system-entry.ts";
import { encodeTlogProof } from "./tlog-proof.ts";
import { encodeSignedPart, encodeTransaction, singleBodyRoot } from "./transaction.ts";
import { inclusionProof, leafHash, treeRoot } from "./tree.ts";
import { ALGORITHM_COSIGNATURE, ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "./verifier-key.ts";

const person = testKey(11);
const log = testKey(12);
const witness = testKey(13);
export const cosignedAt = 1_763_980_000;

/** What a log holds of one entry. */
type Ordered = {
  readonly form: number;
  readonly bytes: Uint8Array;
  readonly changes: readonly Uint8Array[];
  readonly code: string;
};

/** Genesis, whose hash is the network. */
const genesis = cbor((writer) => {
  writer.array(2);
  writer.integer(FORM_GENESIS);
  writer.text("test");
});
const network = testSuite.sha256(genesis);
export const origin = networkOrigin(network);
export const logKey = verifierKey(testSuite, { name: origin, algorithm: ALGORITHM_ED25519, publicKey: log.publicKey });
export const witnessKey = verifierKey(testSuite, {
  name: "witness.example",
  algorithm: ALGORITHM_COSIGNATURE,
  publicKey: witness.publicKey,
});
export const logVkey = encodeVerifierKey(logKey);
export const witnessVkey = encodeVerifierKey(witnessKey);

/** The log: genesis, an enrolment that is the basis, other entries, the action at place 5, a system entry last. */
export const entries: readonly Ordered[] = [
  { form: FORM_GENESIS, bytes: genesis, changes: rows("kernel.policy", 4), code: "" },
  { form: FORM_TRANSACTION, bytes: action("person.enrol", 1), changes: rows("kernel.key", 3), code: "" },
  { form: FORM_TRANSACTION, bytes: action("catalog.offer", 2), changes: [], code: "NOT_ENTITLED" },
  { form: FORM_TRANSACTION, bytes: action("catalog.offer", 3), changes: rows("catalog.dataset", 1), code: "" },
  { form: FORM_TRANSACTION, bytes: action("catalog.offer", 4), changes: rows("catalog.dataset", 1), code: "" },
  { form: FORM_TRANSACTION, bytes: action("catalog.offer", 5), changes: rows("catalog.dataset", 2), code: "" },
  { form: FORM_SYSTEM, bytes: encodeSystemEntry({ name: "block", body: Uint8Array.of(0) }), changes: [], code: "" },
];

export const leaves = entries.map(({ form, bytes, changes, code }, index) =>
  encodeEntry({
    form,
    transactionHash: testSuite.sha256(bytes),
    height: Math.floor((index + 1) / 2),
    index,
    code,
    changesRoot: changesRoot(testSuite, changes),
  }),
);
export const leafHashes = leaves.map((leaf) => leafHash(testSuite, leaf));

/** The checkpoint of the first `size` entries, signed by the log and cosigned by a witness. */
export function checkpointOf(size: number, name = origin): string {
  const root = treeRoot(testSuite, leafHashes.slice(0, size));
  const text = encodeCheckpoint({ origin: name, size, root, extensions: [] });
  const cosignature = witness.sign(noteSignatureMessage({ text, algorithm: ALGORITHM_COSIGNATURE, time: cosignedAt }));
  return encodeNote({
    text,
    signatures: [
      { ...logKey, signature: log.sign(noteSignatureMessage({ text, algorithm: ALGORITHM_ED25519 })) },
      { ...witnessKey, signature: cosignatureBytes({ time: cosignedAt, signature: cosignature }) },
    ],
  });
}

/** Everything that a sound proof of the entry takes along; the action at place 5 if nothing else is said. */
export function soundProof(index = 5): ProofInput {
  const { bytes, changes } = entries[index] ?? { bytes: genesis, changes: [] };
  return {
    proof: encodeTlogProof({
      index,
      hashes: inclusionProof(testSuite, leafHashes, index),
      checkpoint: checkpointOf(leafHashes.length),
    }),
    entry: leaves[index] ?? genesis,
    transaction: bytes,
    changes,
    basis: [],
    keys: [logVkey],
    offeredKeys: [],
    limits: { bytesMax: 10_000, linesMax: 10, isBatch: () => false },
  };
}

/** The enrolment as a basis: its second change, proven alone. */
export function soundBasis(index = 1, place = 1): BasisEntry {
  const changes = entries[index]?.changes ?? [];
  const hashes = changes.map((change) => leafHash(testSuite, change));
  const path = inclusionProof(testSuite, hashes, place);
  return {
    what: "key",
    index,
    hashes: inclusionProof(testSuite, leafHashes, index),
    entry: leaves[index] ?? genesis,
    changes: [
      {
        change: changes[place] ?? genesis,
        place,
        count: 2 ** path.length,
        hashes: path,
      },
    ],
  };
}

/** The key that signed every action of the log, in hex. */
export const personKey = encodeHex(person.publicKey);

function action(kind: string, salt: number): Uint8Array {
  const body = cbor((writer) => {
    writer.array(1);
    writer.text(kind);
  });
  const signedPart = encodeSignedPart({
    network,
    kind,
    version: 1,
    bodyRoot: singleBodyRoot(testSuite, body),
    actorKey: person.publicKey,
    department: 7,
    claimedTime: 1_763_971_200,
    validUntil: 1_764_057_600,
    salt: new Uint8Array(16).fill(salt),
  });
  return encodeTransaction({ signedPart, body, signature: person.sign(signedPart) });
}

function rows(table: string, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, key) => encodeChange({ table, key, row: Uint8Array.of(0x81, key) }));
}

function cbor(write: (writer: CborWriter) => void): Uint8Array {
  const writer = new CborWriter();
  write(writer);
  return writer.finish();
}
