/** The log as windows and scripts read it. */
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import type { EntryBrief } from "#ledger-core/contract/api/shared.ts";
import type { EntryDetail } from "#ledger-core/contract/api/ledger.ts";
import { jsonSchemaOf } from "#ledger-core/contract/schema/json-schema.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { memberTable, policyTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Rows, RowSource } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { isActive } from "#ledger-core/kernel/ruleset.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { encodeBase64 } from "#ledger-core/proof/base64.ts";
import { parseChange } from "#ledger-core/proof/change.ts";
import { FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import type { LedgerProblem } from "#ledger-core/node/fsck/check-ledger.ts";
import { compareCheckpoint } from "#ledger-core/node/compare-checkpoint.ts";
import { listActs } from "#ledger-core/node/list-acts.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { namedChanges } from "#ledger-core/node/named-changes.ts";
import { rowJson } from "#ledger-core/node/preview.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { exportProof } from "#ledger-core/node/proofs/export-proof.ts";
import { actSentences, policySentences } from "#ledger-core/node/sentences.ts";
import type { EntrySummary, RowsPage, StoredEntry } from "#ledger-core/store/store-types.ts";
import { verifyEntry } from "#ledger-core/node/verify-entry.ts";
import { kindWords } from "#ledger-core/node/words.ts";
import { ask, found, procedures } from "./base.ts";
import { whileRunning } from "./progress.ts";

export const ledgerProcedures = {
  entries: procedures.ledger.entries.handler(({ context, input }) => {
    const asked = ask(context);
    const { reader } = context.host.ledger;
    const department = input.department === undefined ? undefined : departmentKey(asked.rows, input.department);
    const entries = reader.entries({
      limit: input.limit,
      ...(input.before === undefined ? {} : { before: input.before }),
      ...(input.kind === undefined ? {} : { kind: input.kind }),
      ...(department === undefined ? {} : { department }),
    });
    return { height: asked.height, entries: listed(asked, entries) };
  }),
  acts: procedures.ledger.acts.handler(({ context, input }) => {
    const asked = ask(context);
    const { total, entries } = listActs(context.host.ledger.reader, input);
    return { height: asked.height, total, entries: listed(asked, entries) };
  }),
  entry: procedures.ledger.entry.handler(({ context, input }) => detailOf(context, findEntry(context, input))),
  blocks: procedures.ledger.blocks.handler(({ context, input }) => {
    const { reader } = context.host.ledger;
    const page = { limit: input.limit, ...(input.before === undefined ? {} : { before: input.before }) };
    const blocks = reader.blocks(page).map((block) => ({ ...block, root: encodeBase64(block.root) }));
    return { height: ask(context).height, blocks };
  }),
  rows: procedures.ledger.rows.handler(({ context, input }) => {
    const { reader, ruleset } = context.host.ledger;
    return reader.snapshot(() => {
      const { height } = ask(context);
      const { at = height, from } = input;
      const table = found(ruleset.tables.get(input.table), input.table, from);
      if (at > height) throw new NodeError("NO_SUCH_RECORD", { table: "block", key: at });
      const { rows, next = null } =
        at === height ? pageOf(reader.rows(), table, input) : reader.pageAt(at, table, input);
      const shown = rows.map(({ key, row, changedAt }) => ({ key, entry: changedAt, row: rowJson(table, row) }));
      return { height, at, rows: shown, next };
    });
  }),
  kinds: procedures.ledger.kinds.handler(({ context }) => {
    const { height, rows } = ask(context);
    const rules = [...context.host.ledger.ruleset.rules.values()];
    const inForce = rules.filter(({ action }) => isActive(rows, action.kind, action.version, height + 1));
    const kinds = inForce.map((rule) => {
      const { kind, version, body } = rule.action;
      const policy = rows.find(policyTable, "kind", kind);
      return {
        kind,
        version,
        name: kindWords(kind),
        batch: rule.of === "module" && rule.action.batch,
        body: jsonSchemaOf(body),
        policy: policy === undefined ? null : policySentences(kind, policy.row.cases),
      };
    });
    return { height, kinds };
  }),
  history: procedures.ledger.history.handler(({ context, input }) => {
    const asked = ask(context);
    const { reader, ruleset } = context.host.ledger;
    const table = found(ruleset.tables.get(input.table), input.table, input.key);
    const changes = reader.history(table, input.key, { limit: input.limit }).map((change) => ({
      ...briefOfEntry(asked, found(reader.entry(change.index), "log", change.index)),
      before: rowJson(table, change.before),
      after: rowJson(table, change.after),
    }));
    return { height: asked.height, changes };
  }),
  proof: procedures.ledger.proof.handler(({ context, input }) => {
    const { reader, ruleset, first } = context.host.ledger;
    const entry = findEntry(context, input);
    const proof = exportProof(reader, ruleset, nodeSuite, { index: entry.index, first });
    const { vkey } = logIdentity(context.host.ledger, reader.head()?.height);
    const files = proof.files.map(({ name, bytes }) => ({ name, base64: encodeBase64(bytes) }));
    const size = reader.head()?.size ?? 0;
    return { id: proof.id, index: entry.index, height: entry.height, size, vkey, files };
  }),
  compare: procedures.ledger.compare.handler(({ context, input }) =>
    compareCheckpoint(context.host.ledger, input.checkpoint),
  ),
  verify: procedures.ledger.verify.handler(async function* ({ context, signal }) {
    yield* verify(context, signal);
  }),
};

/** Rows as they stand, with the key of the one that follows. */
function pageOf(
  source: RowSource,
  table: AnyTable,
  { from, limit }: { readonly from: number; readonly limit: number },
): RowsPage {
  const rows = source.scan(table, "key", { from, limit: limit + 1 });
  return { rows: rows.slice(0, limit), next: rows[limit]?.key };
}

function listed(asked: Asked, entries: readonly EntrySummary[]) {
  return entries.map((entry) => {
    const brief = briefOfEntry(asked, entry);
    return { ...brief, actor: brief.person?.handle ?? null };
  });
}

type CheckEvent = {
  done: number;
  total: number;
  finished: boolean;
  ok: boolean;
  problems: LedgerProblem[];
};

/** A check that is under way, for all windows that look at it: it takes much memory, so a node runs one at a time. */
type RunningCheck = {
  readonly result: ReturnType<typeof checkLedger>;
  readonly stop: AbortController;
  done: number;
  total: number;
  watchers: number;
};

const running = new WeakMap<NodeHost, RunningCheck>();

function beginCheck(host: NodeHost): RunningCheck {
  const stop = new AbortController();
  // First, for it may throw: threads that run by then would be known to nobody who could stop them.
  const total = host.ledger.reader.head()?.size ?? 0;
  const check: RunningCheck = {
    result: checkLedger({
      folder: host.folder,
      signal: stop.signal,
      progress: (entries, all) => {
        check.done = entries;
        check.total = all;
      },
    }),
    stop,
    done: 0,
    total,
    watchers: 0,
  };
  running.set(host, check);
  const end = (): void => {
    if (running.get(host) === check) running.delete(host);
  };
  check.result.then(end, end);
  return check;
}

async function* verify({ host }: NodeContext, signal: AbortSignal | undefined): AsyncGenerator<CheckEvent> {
  const check = running.get(host) ?? beginCheck(host);
  check.watchers++;
  let isWatching = true;
  const leave = (): void => {
    if (isWatching) check.watchers--;
    isWatching = false;
    if (check.watchers > 0) return;
    // A check that no window looks at any further is not needed, and whoever comes next begins another.
    check.stop.abort();
    if (running.get(host) === check) running.delete(host);
  };
  signal?.addEventListener("abort", leave);
  try {
    const { result } = check;
    yield* whileRunning(result, () => ({
      done: check.done,
      total: check.total,
      finished: false,
      ok: true,
      problems: [],
    }));
    const { ok, entries, blocks, problems } = await result;
    // Of the last block that was looked at: others may have been sealed meanwhile.
    const height = Math.max(0, blocks - 1);
    host.noteSelfCheck({ time: host.clock.wallSeconds(), height, ok, problems: problems.length });
    yield { done: entries, total: entries, finished: true, ok, problems: [...problems] };
  } finally {
    leave();
  }
}

function findEntry({ host }: NodeContext, input: { readonly index: number } | { readonly id: string }): StoredEntry {
  const { reader } = host.ledger;
  if ("index" in input) return found(reader.entry(input.index), "log", input.index);
  const id = parseHex(input.id);
  return found(id?.length === 32 ? reader.findEntry(id) : undefined, "log", input.id);
}

/** A department by key, Unified Social Credit Code or name. */
function departmentKey(rows: Rows, named: number | string): number {
  if (typeof named === "number") return named;
  const byCode = rows.find(memberTable, "uscc", named);
  const byName = rows.scan(memberTable, "key", { limit: 10_000 }).find((member) => member.row.name === named);
  const member = byCode ?? byName;
  if (member === undefined) throw new NodeError("NO_SUCH_RECORD", { table: memberTable.name, key: named });
  return member.key;
}

/** An entry as lists show it. */
export function briefOfEntry({ briefs }: Asked, entry: EntrySummary): EntryBrief {
  return {
    index: entry.index,
    id: encodeHex(entry.id),
    height: entry.height,
    time: entry.time,
    kind: entry.kind,
    label: kindWords(entry.kind),
    code: entry.code === "" ? null : entry.code,
    state: entry.state,
    person: briefs.personOrNone(entry.person),
    department: briefs.departmentOrNone(entry.department),
  };
}

/** Throws LEDGER_DAMAGED where what is stored beside the entry is not what the entry says: windows show it beside the proof. */
function detailOf(context: NodeContext, entry: StoredEntry): EntryDetail {
  const asked = ask(context);
  const { reader, ruleset } = context.host.ledger;
  const block = verifyEntry({ reader, ruleset, rows: asked.rows }, entry);
  const read = readBody(context, entry);
  const policy = asked.rows.find(policyTable, "kind", entry.kind);
  return {
    ...briefOfEntry(asked, entry),
    sentence: actSentences(asked, entry.kind, read.value),
    body: read.json,
    problem: entry.code === "" ? null : problemOf(entry.code, entry.data),
    changes: namedChanges(
      asked,
      reader.changes(entry.index).flatMap((bytes) => {
        const change = parseChange(bytes);
        const table = change === undefined ? undefined : ruleset.tables.get(change.table);
        if (change === undefined || table === undefined) return [];
        const { key } = change;
        const [made] = reader.history(table, key, { limit: 1, before: entry.index + 1 });
        return [{ table: table.name, key, before: rowJson(table, made?.before), after: rowJson(table, made?.after) }];
      }),
    ),
    place: entry.index - block.firstIndex + 1,
    of: block.count,
    publicKey: read.publicKey,
    claimedTime: read.claimedTime,
    policy: policy === undefined ? null : policySentences(entry.kind, policy.row.cases),
    proposal: entry.proposal ?? null,
  };
}

type ReadBody = {
  readonly value: unknown;
  readonly json: Json;
  readonly publicKey: string | null;
  readonly claimedTime: number | null;
};

/** The body that an entry's bytes hold, with who signed it. What nobody signed has none. */
function readBody({ host }: NodeContext, entry: StoredEntry): ReadBody {
  const nothing = { value: undefined, json: null, publicKey: null, claimedTime: null };
  if (entry.form !== FORM_TRANSACTION) return nothing;
  const { ruleset, network } = host.ledger;
  const sound = checkSound(ruleset, nodeSuite, network, entry.bytes);
  if (isTurnaway(sound)) return nothing;
  const { signed } = sound.transaction;
  return {
    value: sound.body,
    json: toJson(sound.rule.action.body, sound.body),
    publicKey: encodeHex(signed.actorKey),
    claimedTime: signed.claimedTime,
  };
}
