/** Sentences of the acts on datasets: described, published, uploaded, offered, imported. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type {
  importBody,
  publishBody,
  retireBody,
  uploadBody,
  withdrawOfferBody,
  withdrawVersionBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { createBodyFirst, reviseBodyFirst, uploadBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { DatasetReference } from "#ledger-core/contract/schema/catalog.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence, Scope } from "./act-scope.ts";
import { policyWords } from "./act-terms.ts";
import { joinList, joinWords } from "./list-words.ts";
import type { SentencePart, TemplateValues } from "./template.ts";
import { text, textParts } from "./texts.ts";
import type { SaidUsePolicy } from "./use-policy-sentence.ts";

/** A description as a body of any version has it: the first had no class, no law, no licence and no codes of items. */
type SaidDescription = Omit<Value<typeof createBodyFirst>["description"], "items"> &
  Partial<Pick<Description, "classification" | "legalBasis" | "licence">> & {
    readonly items: readonly { readonly code?: string }[];
  };

const create: ActSentence<{ readonly description: SaidDescription }> = (scope, { description }) =>
  textParts(scope.language, "kind.catalog.create.act", describedAs(scope, description));

const publish: ActSentence<Value<typeof publishBody>> = ({ language, names }, { dataset }) =>
  textParts(language, "kind.catalog.publish.act", { dataset: names.dataset(dataset) });

const revise: ActSentence<
  Omit<Value<typeof reviseBodyFirst>, "description"> & { readonly description: SaidDescription }
> = (scope, { dataset, description }) =>
  textParts(scope.language, "kind.catalog.revise.act", {
    dataset: scope.names.dataset(dataset),
    ...describedAs(scope, description),
  });

function describedAs({ language }: Scope, description: SaidDescription): TemplateValues {
  const { title, code, sharing, openness, items } = description;
  const coded = items.filter((item) => item.code !== undefined && item.code !== "").length;
  const terms = textParts(language, "act.dataset", {
    classification: description.classification,
    sharing: text(language, `sharing.${sharing}`),
    condition: description.sharingCondition,
    legalBasis: description.legalBasis,
    openness: text(language, `openness.${openness}`),
    licence: description.licence,
    items: items.length,
    coded: coded === 0 ? undefined : coded,
  });
  return { title, code, terms };
}

/** The first version's body said nothing of parents, media type and sealed content. */
type Upload = Omit<Value<typeof uploadBodyFirst>, "items"> & {
  readonly items: readonly unknown[];
} & Partial<Pick<Value<typeof uploadBody>, "parents" | "mediaType" | "sealedHash">>;

const upload: ActSentence<Upload> = (scope, body) => {
  const { language, names } = scope;
  const parents: (readonly SentencePart[])[] = [];
  for (const hash of body.parents ?? []) {
    const parent = names.version(hash);
    if (parent === undefined) return unknownRecord(scope, { kind: "catalog.upload", table: "table.catalog.version" });
    const dataset = names.dataset({ kind: "key", key: parent.dataset });
    parents.push(textParts(language, "act.version", { dataset, number: parent.number }));
  }
  return textParts(language, "kind.catalog.upload.act", {
    dataset: names.dataset(body.dataset),
    rows: body.rowCount,
    size: body.sizeBytes,
    items: body.items.length === 0 ? undefined : body.items.length,
    mediaType: body.mediaType,
    parents: joinList(language, parents, "and"),
    sealed: body.sealedHash === undefined ? undefined : text(language, "act.sealedContent"),
  });
};

const withdrawVersion: ActSentence<Value<typeof withdrawVersionBody>> = (
  { language, names },
  { dataset, number, reason },
) =>
  textParts(language, "kind.catalog.withdraw-version.act", {
    dataset: names.dataset(dataset),
    number: String(number),
    reason,
  });

const retire: ActSentence<Value<typeof retireBody>> = ({ language, names }, { dataset, reason }) =>
  textParts(language, "kind.catalog.retire.act", { dataset: names.dataset(dataset), reason });

const offer: ActSentence<{ readonly dataset: DatasetReference; readonly policy: SaidUsePolicy }> = (
  scope,
  { dataset, policy },
) =>
  textParts(scope.language, "kind.catalog.offer.act", {
    dataset: scope.names.dataset(dataset),
    policy: policyWords(scope, policy),
  });

const withdrawOffer: ActSentence<Value<typeof withdrawOfferBody>> = (scope, { offer: key, reason }) => {
  const { language, names } = scope;
  const row = names.offer(key);
  if (row === undefined)
    return unknownRecord(scope, { kind: "catalog.withdraw-offer", table: "table.catalog.offer", key });
  return textParts(language, "kind.catalog.withdraw-offer.act", {
    dataset: names.dataset({ kind: "key", key: row.dataset }),
    policy: policyWords(scope, row.policy),
    reason,
  });
};

/** Says of lines no more than whose they are and how many. */
const importRecords: ActSentence<readonly Pick<Value<typeof importBody>[number], "kind" | "origin">[]> = (
  { language },
  lines,
) =>
  textParts(language, "kind.catalog.import.act", {
    source: joinWords(language, [...new Set(lines.map((line) => line.origin.source))], "and"),
    put: lines.filter((line) => line.kind === "put").length,
    retire: lines.filter((line) => line.kind === "retire").length,
  });

export const CATALOG_ACTS = {
  "catalog.create": create,
  "catalog.publish": publish,
  "catalog.revise": revise,
  "catalog.upload": upload,
  "catalog.withdraw-version": withdrawVersion,
  "catalog.retire": retire,
  "catalog.offer": offer,
  "catalog.withdraw-offer": withdrawOffer,
  "catalog.import": importRecords,
};
