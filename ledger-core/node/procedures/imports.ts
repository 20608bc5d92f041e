/** Catalogues in and out, as windows ask for them. */
import type { ImportFinding, ImportPlanAnswer, ImportRecord } from "#ledger-core/contract/api/imports.ts";
import { CATALOG_FORMATS, formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { FORMAT_WORDS } from "#ledger-core/exchange/guess-format.ts";
import { MANDATORY, missingForNational } from "#ledger-core/modules/catalog/profile.ts";
import { formatDay, dayOfTime } from "#ledger-core/contract/schema/civil-date.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { askedAt } from "#ledger-core/node/asked.ts";
import { exportCatalog } from "#ledger-core/node/importing/export-catalog.ts";
import { findingWords, refusedFileProblem } from "#ledger-core/node/importing/finding-words.ts";
import { countsOf } from "#ledger-core/node/importing/plan-counts.ts";
import type { ImportPlan } from "#ledger-core/node/importing/plan-import.ts";
import { personInSession } from "#ledger-core/node/moment.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { actSentences } from "#ledger-core/node/sentences.ts";
import { ask, found, procedures, requireSession } from "./base.ts";

const FINDINGS_SHOWN_MAX = 2_000;
const RECORDS_SHOWN_MAX = 500;
const FILE_NAME_CODE_MAX = 60;
/** What a batch holds about; the real number is said when it is prepared. */
const BATCH_LINES = 200;
const EXPORT_ENDINGS: Readonly<Record<string, string>> = {
  "dcat-us-1.1": "json",
  "dcat-us-3.0": "json",
  "dcat-ap-jsonld": "jsonld",
  "dcat-ap-turtle": "ttl",
  "dcat-ap-rdfxml": "rdf",
  ckan: "json",
  registry: "jsonl",
  "national-xlsx": "xlsx",
  "national-csv": "csv",
};

/** The person in session with the moment. Throws NOT_UNLOCKED or NOT_ENROLLED. */
function signer(context: NodeContext) {
  const session = requireSession(context);
  return { session, ...personInSession(context.host.ledger, session) };
}

export const importProcedures = {
  formats: procedures.imports.formats.handler(() =>
    CATALOG_FORMATS.map(({ name, profile, template }) => ({
      name,
      words: FORMAT_WORDS[name],
      profile,
      mandatory: [...MANDATORY[profile]],
      hasTemplate: template !== undefined,
    })),
  ),
  begin: procedures.imports.begin.handler(({ context, input }) => {
    requireSession(context);
    return { id: context.host.imports.desk.begin(context.client.id, input.name) };
  }),
  append: procedures.imports.append.handler(({ context, input }) => {
    const piece = Buffer.from(input.base64, "base64");
    return { receivedBytes: context.host.imports.desk.append(context.client.id, input.id, piece) };
  }),
  plan: procedures.imports.plan.handler(async ({ context, input }) => {
    const { department } = signer(context).actor;
    const { id, format, source } = input;
    const { desk } = context.host.imports;
    const plan = await desk.plan(context.client.id, id, { department, format, source });
    const fileName = desk.nameOf(context.client.id, id);
    if (plan.ok) return { ok: true as const, plan: planAnswer(plan, fileName) };
    const formatWords = FORMAT_WORDS[plan.format];
    return { ok: false as const, refused: { fileName, formatWords, problem: refusedFileProblem(plan) } };
  }),
  prepare: procedures.imports.prepare.handler(async ({ context, input }) => {
    const { session, moment, actor } = signer(context);
    const prepared = await context.host.imports.desk.prepare(context.client.id, input.id, moment);
    const sentence = actSentences(askedAt(moment), "catalog.import", prepared.lines);
    const acts = { moment, actor, composed: prepared.composed };
    return { digest: context.host.signing.prepareAll(session, acts, sentence, prepared.onAnswer), sentence };
  }),
  progress: procedures.imports.progress.handler(({ context, input }) => {
    const { refusal, proposals, ...run } = context.host.imports.desk.progress(context.client.id, input.id);
    const problem = refusal === undefined ? null : problemOf(refusal.code, refusal.data);
    return { ...run, proposals: [...proposals], problem };
  }),
  cancel: procedures.imports.cancel.handler(({ context, input }) => {
    context.host.imports.desk.cancel(context.client.id, input.id);
    return {};
  }),
  discard: procedures.imports.discard.handler(({ context, input }) => {
    context.host.imports.desk.discard(context.client.id, input.id);
    return {};
  }),
  schedules: procedures.imports.schedules.handler(({ context }) => ({
    schedules: [...context.host.imports.schedules.list()],
  })),
  saveSchedule: procedures.imports.saveSchedule.handler(({ context, input }) => {
    const { id, ...settings } = input;
    return { id: context.host.imports.schedules.save(id, settings, signer(context).handle) };
  }),
  removeSchedule: procedures.imports.removeSchedule.handler(({ context, input }) => {
    requireSession(context);
    context.host.imports.schedules.remove(input.id);
    return {};
  }),
  runSchedule: procedures.imports.runSchedule.handler(async ({ context, input }) => {
    requireSession(context);
    return await context.host.imports.schedules.run(input.id);
  }),
  openSchedule: procedures.imports.openSchedule.handler(({ context, input }) => {
    requireSession(context);
    const { desk, schedules } = context.host.imports;
    const { fileName, bytes, whenDone } = schedules.open(input.id);
    const id = desk.begin(context.client.id, fileName, whenDone);
    desk.append(context.client.id, id, bytes);
    return { id };
  }),
  export: procedures.imports.export.handler(async ({ context, input }) => {
    const [format] = formatsNamed(input.format);
    if (format === undefined) throw new NodeError("IMPORT_FORMAT", { format: input.format });
    const asked = ask(context);
    const { reader, genesis } = context.host.ledger;
    const { department, dataset } = input;
    const row =
      dataset === undefined ? undefined : found(asked.rows.get(datasetTable, dataset), datasetTable.name, dataset);
    const { bytes, records, unfit, height, checkpoint } = await exportCatalog(reader, { format, department, dataset });
    const day = formatDay(dayOfTime(asked.moment.time, genesis.daySecondsOffset).day);
    const what = row === undefined ? "catalogue" : recordFileName(row.code);
    const name = `${what}-${day}.${EXPORT_ENDINGS[format.name] ?? "txt"}`;
    return {
      name,
      base64: Buffer.from(bytes).toString("base64"),
      records,
      unfit: { ...unfit, fields: [...unfit.fields] },
      height,
      checkpoint,
    };
  }),
  template: procedures.imports.template.handler(async ({ input }) => {
    const [format] = formatsNamed(input.format);
    if (format?.template === undefined) throw new NodeError("IMPORT_FORMAT", { format: input.format });
    const bytes = await format.template();
    const name = `${format.profile}-template.${EXPORT_ENDINGS[format.name] ?? "txt"}`;
    return { name, base64: Buffer.from(bytes).toString("base64") };
  }),
};

/** A code may hold anything, and a file name may not: other signs than letters, digits, dots and dashes become dashes. */
function recordFileName(code: string): string {
  const plain = code
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "")
    .slice(0, FILE_NAME_CODE_MAX);
  return plain === "" ? "dataset" : plain;
}

function planAnswer(plan: ImportPlan, fileName: string): ImportPlanAnswer {
  const { name } = plan.format;
  const ordered = plan.findings.toSorted(
    (left, right) => Number(right.severity === "refused") - Number(left.severity === "refused"),
  );
  const records = recordsOf(plan);
  return {
    fileName,
    format: name,
    formatWords: FORMAT_WORDS[name],
    formatSure: plan.formatSure,
    source: plan.source.key,
    counts: countsOf(plan),
    findings: ordered.slice(0, FINDINGS_SHOWN_MAX).map((finding): ImportFinding => ({
      row: finding.row,
      path: finding.path,
      value: finding.value ?? "",
      sourceId: finding.sourceId ?? "",
      severity: finding.severity,
      code: finding.code,
      ...findingWords(finding, name),
    })),
    findingsTotal: plan.findings.length,
    records: records.slice(0, RECORDS_SHOWN_MAX),
    recordsTotal: records.length,
    needsConsent: plan.needsConsent,
    fieldsKept: plan.fieldsKept,
    missingForNational: nationalGaps(plan),
    batches: Math.ceil((plan.puts.length + plan.retirements.length) / BATCH_LINES),
  };
}

function recordsOf({ puts, retirements, diff }: ImportPlan): readonly ImportRecord[] {
  const added = new Set(diff.added);
  const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
  return [
    ...puts.map(({ record }): ImportRecord => ({
      sourceId: cut(record.sourceId),
      title: cut(record.title),
      publisher: cut(record.publisher),
      becomes: added.has(record.sourceId) ? "added" : "changed",
    })),
    ...retirements.map(({ origin }): ImportRecord => ({
      sourceId: cut(origin.sourceId),
      title: "",
      publisher: "",
      becomes: "retired",
    })),
  ];
}

function nationalGaps({ puts }: ImportPlan): ImportPlanAnswer["missingForNational"] {
  const counts = new Map<string, number>();
  for (const { record } of puts)
    for (const element of missingForNational({ ...record, kept: undefined }))
      counts.set(element, (counts.get(element) ?? 0) + 1);
  const gaps = [...counts].map(([element, count]) => ({ element, count }));
  return gaps.toSorted((left, right) => right.count - left.count);
}
