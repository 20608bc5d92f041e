/** The tree over the entries, built anew beside the one that is stored: tiles, roots, checkpoints. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { encodeNote, noteSignatureMessage } from "#ledger-core/proof/note.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { VerifierKey } from "#ledger-core/proof/verifier-key.ts";
import { plainBytes } from "#ledger-core/store/database.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { LogTree } from "#ledger-core/store/log-tree.ts";
import type { Tile } from "#ledger-core/store/log-tree.ts";
import type { Part } from "./compare-entry.ts";
import type { HeldCheckpoint } from "./held-checkpoint.ts";
import { partsInWords } from "./part-words.ts";
import type { LogKeyCheck } from "./log-key-check.ts";
import type { Problems } from "./problems.ts";
import type { SignatureChecks } from "./signatures.ts";
import type { BlockColumns } from "./stored-block.ts";

export type TreeOptions = {
  readonly suite: Suite;
  readonly problems: Problems;
  /** Of the file that is checked. */
  readonly stored: Statements;
  /** Of an empty ledger. */
  readonly empty: Statements;
  readonly logKeys: LogKeyCheck;
  readonly signatures: SignatureChecks;
  readonly held: HeldCheckpoint | undefined;
};

export class TreeCheck {
  readonly #options: TreeOptions;
  #tree: LogTree;
  #tiles = 0;
  #rootDiffers = false;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#tree = LogTree.load(options.suite, options.empty, 0);
  }

  /** The leaves of a block, in their order. `row` is what the file holds of the block, `key` signs its checkpoint. */
  append(height: number, leaves: readonly Uint8Array[], row: BlockColumns | undefined, key: VerifierKey): void {
    const before = this.#tree;
    const { tree, tiles } = before.grow(leaves);
    this.#tree = tree;
    for (const tile of tiles) this.#compareTile(tile);
    const rootAt = (size: number): Uint8Array => before.grow(leaves.slice(0, size - before.size)).tree.root;
    this.#options.held?.compare(before.size, tree.size, rootAt);
    this.#options.logKeys.compare(before.size, tree.size, rootAt);
    if (row === undefined) return;
    // Every later root depends on this one, so the first that differs says it all.
    if (!this.#rootDiffers && !equalBytes(row.root, tree.root)) {
      this.#rootDiffers = true;
      this.#options.problems.add(`block ${height}`, "ROOT_DIFFERS", { height: String(height) });
    }
    this.#compareCheckpoint(height, row, key);
  }

  /** To be called at the end of the log. */
  end(): void {
    const { stored, problems, held, logKeys } = this.#options;
    const count = stored.row<[number]>("SELECT count(*) FROM log_tile")?.[0] ?? 0;
    if (count > this.#tiles) problems.add("log_tile", "TILE_UNFOUNDED", { count: count - this.#tiles });
    held?.end(this.#tree.size);
    logKeys.end();
  }

  #compareTile({ level, number, hashes, root }: Tile): void {
    const { stored, problems } = this.#options;
    const sql = "SELECT hashes, root FROM log_tile WHERE level = ? AND number = ?";
    const row = stored.row<[Uint8Array, Uint8Array]>(sql, level, number);
    const values = { level: String(level), number: String(number) };
    const where = `tile ${level}/${number}`;
    if (row === undefined) {
      problems.add(where, "TILE_MISSING", values);
      return;
    }
    this.#tiles++;
    const isEqual = equalBytes(plainBytes(row[0]), hashes) && equalBytes(plainBytes(row[1]), root);
    if (!isEqual) problems.add(where, "TILE_DIFFERS", values);
  }

  #compareCheckpoint(height: number, row: BlockColumns, key: VerifierKey): void {
    const { problems } = this.#options;
    const where = `block ${height}`;
    const signed = parseSignedCheckpoint(row.checkpoint);
    const [line, ...others] = signed?.note.signatures ?? [];
    if (signed === undefined || line === undefined) {
      problems.add(where, "CHECKPOINT_MALFORMED", { height: String(height) });
      return;
    }
    const { origin, size, root, extensions } = signed.checkpoint;
    const isSpelt = encodeNote(signed.note) === row.checkpoint && extensions.length === 0 && others.length === 0;
    const pairs: readonly (readonly [Part, boolean])[] = [
      ["origin", origin === key.name],
      ["size", size === row.first + row.count],
      ["root", equalBytes(root, row.root)],
      ["spelling", isSpelt],
    ];
    const parts = pairs.filter(([, isEqual]) => !isEqual).map(([part]) => part);
    if (parts.length > 0) {
      const values = (language: "zh" | "en"): { height: string; parts: string } => ({
        height: String(height),
        parts: partsInWords(language, parts),
      });
      problems.add(where, "CHECKPOINT_DIFFERS", values);
    }
    const isOwn = line.name === key.name && equalBytes(line.keyId, key.keyId);
    const onInvalid = (): void => problems.add(where, "CHECKPOINT_SIGNATURE_INVALID", { height: String(height) });
    if (!isOwn) return onInvalid();
    const message = noteSignatureMessage({ text: signed.note.text, algorithm: key.algorithm });
    this.#options.signatures.add({ publicKey: key.publicKey, message, signature: line.signature }, onInvalid);
  }
}
