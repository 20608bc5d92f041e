/** A little city in a real store: every block of the ledger in memory is committed, with checkpoints signed by a log key. */
import { storySigner } from "#ledger-core/kernel/testing/handover.testing.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeUtf8, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { MemoryRows } from "#ledger-core/kernel/testing/memory-rows.testing.ts";
import { lampModule } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { keyPairOf, TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { logVkey } from "#ledger-core/node/log-key.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { parseEvidence } from "#ledger-core/proof/evidence.ts";
import type { EvidenceFile } from "#ledger-core/proof/evidence.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { writeProofJson } from "#ledger-core/proof/proof-json.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import { parseTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import type { SignCheckpoint, Writer } from "#ledger-core/store/store-types.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { exportProof } from "./export-proof.ts";
import type { ExportedProof, ProofRequest } from "./export-proof.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";

export class StoredLedger extends TestLedger {
  readonly folder = mkdtempSync(join(tmpdir(), "stored-ledger-"));
  readonly writer: Writer;
  readonly #sign: (block: Block) => SignCheckpoint;
  readonly first: FirstLogKey;
  /** Of the log's first key. */
  readonly vkey: string;

  constructor(modules: readonly Module[] = [lampModule]) {
    super(modules);
    this.first = { network: this.network, publicKey: keyPairOf("log").publicKey };
    this.vkey = logVkey(networkOrigin(this.network), this.first.publicKey);
    this.writer = openWriter({ folder: join(this.folder, "ledger"), ruleset: this.ruleset, suite: nodeSuite });
    const genesis = executeGenesis(this.ruleset, nodeSuite, this.genesis, new MemoryRows());
    this.#sign = storySigner(this, this.writer);
    this.writer.commit(genesis, this.#sign(genesis));
  }

  override seal(sounds: readonly Sound[]): Block | undefined {
    const block = super.seal(sounds);
    if (block !== undefined) this.writer.commit(this.alter(block), this.#sign(block));
    return block;
  }

  /** What is stored and signed of a block; for a log that keeps to no rules. */
  protected alter(block: Block): Block {
    return block;
  }

  /** The proof of an entry, as anybody would export it. */
  prove(index: number, options: Partial<ProofRequest> = {}): ExportedProof {
    const reader = this.writer.reader();
    try {
      return exportProof(reader, this.ruleset, nodeSuite, { index, first: this.first, ...options });
    } finally {
      reader.close();
    }
  }

  /** Writes a proof's files to a new folder. */
  writeProof(name: string, index: number, options: Partial<ProofRequest> = {}): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    for (const file of this.prove(index, options).files) writeFileSync(join(folder, file.name), file.bytes);
    return folder;
  }

  remove(): void {
    this.writer.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export type City = {
  readonly ledger: StoredLedger;
  readonly entries: Readonly<Record<Act, number>>;
  readonly people: Readonly<Record<"officer" | "leader" | "auditor", TestPerson>>;
};

/** One entry of each sort, by what happened there. */
const ACTS = [
  "genesis",
  "enrolment",
  "single",
  "batch",
  "refused",
  "proposed",
  "firstVote",
  "carried",
  "byMost",
  "due",
  "closing",
] as const;
export type Act = (typeof ACTS)[number];

/** The same log until another department's name parts them: what a log that shows two histories would have. */
export function makeFork(): City {
  return makeCity("Roads");
}

/** Three departments with officers and leaders, lamps, a proposal that two others carried, one that most departments carried. */
export function makeCity(name = "Works"): City {
  const ledger = new StoredLedger();
  const second = ledger.admit(name, ["project"]);
  const third = ledger.admit("Audit", ["audit"]);
  const officer = ledger.enrol(second, "officer-of-works", ["officer"]);
  const enrolment = ledger.entries.length - 2;
  const leader = ledger.enrol(second, "leader-of-works", ["leader", "officer", "admin"]);
  const auditor = ledger.enrol(third, "officer-of-audit", ["officer", "leader"]);
  const single = place(ledger, officer, "lamp.install", { label: "gate", watts: 40 });
  place(ledger, officer, "lamp.install", { label: "yard", watts: 400 });
  const lines = Array.from({ length: 5 }, (_, i) => ({ label: `lamp ${i}`, watts: i }));
  const batch = place(ledger, officer, "lamp.install-batch", lines);
  const refused = indexOf(ledger.submit(officer, "lamp.off", { lamp: 1 }));
  const proposal = ledger.entries.length;
  const key = ledger.propose(officer, "lamp.on-by-others", { lamp: 1 });
  // The voter's key changes hands between the vote and the execution: what counts is that it was live when it signed.
  const firstVote = indexOf(ledger.vote(leader, key));
  rotate(ledger, leader);
  const carried = indexOf(ledger.vote(auditor, key));
  const most = ledger.propose(leader, "lamp.on-by-most", { lamp: 2 });
  const byMost = indexOf(ledger.vote(auditor, most));
  ledger.must(officer, "lamp.queue", { count: 1, time: ledger.time + 60, cancelling: "no" });
  const due = ledger.entries.length;
  ledger.pass(61);
  const closing = ledger.entries.length - 1;
  const entries = {
    genesis: 0,
    enrolment,
    single,
    batch,
    refused,
    proposed: proposal,
    firstVote,
    carried,
    byMost,
    due,
    closing,
  };
  return { ledger, entries, people: { officer, leader, auditor } };
}

/** The files of an exported proof as the checks take them. */
export function filesOf(proof: ExportedProof): ProofFiles {
  const [tlogProof, entry, transaction, json] = proof.files.map((file) => file.bytes);
  if (tlogProof === undefined || entry === undefined || transaction === undefined || json === undefined)
    throw new Error("a proof has four files");
  return { name: proof.id, tlogProof, entry, transaction, json };
}

/** The same proof with other evidence, written as its maker would have: nothing but the evidence itself gives it away. */
export function withEvidence(
  ledger: StoredLedger,
  files: ProofFiles,
  change: (evidence: EvidenceFile) => EvidenceFile,
): ProofFiles {
  const evidence = parseEvidence(decodeUtf8(files.json) ?? "");
  const proof = parseTlogProof(decodeUtf8(files.tlogProof) ?? "");
  if (evidence === undefined || proof === undefined) throw new Error("not a proof");
  const { entry, transaction } = files;
  const material = { entry, transaction, checkpoint: proof.checkpoint, evidence: change(evidence) };
  const json = writeProofJson(createForms(formsOf(ledger.ruleset)), nodeSuite, material);
  return { ...files, json: encodeUtf8(json ?? "") ?? new Uint8Array(0) };
}

function place(ledger: StoredLedger, person: TestPerson, kind: string, body: unknown): number {
  return ledger.must(person, kind, body).index;
}

function indexOf(outcome: ReturnType<StoredLedger["submit"]>): number {
  if (!("entry" in outcome)) throw new Error(`turned away: ${outcome.code}`);
  return outcome.index;
}

function rotate(ledger: StoredLedger, person: TestPerson): void {
  const keys = keyPairOf(`${person.handle} again`);
  const proof = ledger.proofOf(`${person.handle} again`, person.handle);
  ledger.must(person, "key.rotate", { publicKey: keys.publicKey, proof });
  person.keys = keys;
}
