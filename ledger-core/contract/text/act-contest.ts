/** Sentences of the acts by which a dataset is contested, a contest decided, a likeness judged and a threshold set. */
import type {
  contestBody,
  judgeLikenessBody,
  resolveBody,
  setParameterBody,
} from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence } from "./act-scope.ts";
import { text, textParts } from "./texts.ts";

const contest: ActSentence<Value<typeof contestBody>> = (scope, { dataset, ground, other, statement }) => {
  const { language, names } = scope;
  const owner = names.ownerOf(dataset);
  if (owner === undefined)
    return unknownRecord(scope, {
      kind: "catalog.contest",
      table: "table.catalog.dataset",
      ...(dataset.kind === "key" ? { key: dataset.key } : {}),
    });
  return textParts(language, "kind.catalog.contest.act", {
    owner: names.department(owner),
    dataset: names.dataset(dataset),
    ground: text(language, `choice.ground.${ground}`),
    other: other === 0 ? undefined : names.dataset({ kind: "key", key: other }),
    statement,
  });
};

const resolve: ActSentence<Value<typeof resolveBody>> = (scope, { contest: key, outcome, newOwner, reason }) => {
  const { language, names } = scope;
  const row = names.contest(key);
  if (row === undefined) return unknownRecord(scope, { kind: "catalog.resolve", table: "table.catalog.contest", key });
  const isMoving = newOwner !== 0 && newOwner !== row.owner;
  return textParts(language, "kind.catalog.resolve.act", {
    claimant: names.department(row.claimant),
    dataset: names.dataset({ kind: "key", key: row.dataset }),
    ground: text(language, `choice.ground.${row.ground}`),
    outcome: text(language, `state.catalog.contest.${outcome}`),
    from: names.department(row.owner),
    to: isMoving ? names.department(newOwner) : undefined,
    reason,
  });
};

const judgeLikeness: ActSentence<Value<typeof judgeLikenessBody>> = ({ language, names }, body) =>
  textParts(language, "kind.catalog.judge-likeness.act", {
    first: names.dataset({ kind: "key", key: body.first }),
    firstCode: names.codeOf({ kind: "key", key: body.first }),
    second: names.dataset({ kind: "key", key: body.second }),
    secondCode: names.codeOf({ kind: "key", key: body.second }),
    verdict: text(language, `choice.verdict.${body.verdict}`),
    reason: body.reason,
  });

const setParameter: ActSentence<Value<typeof setParameterBody>> = ({ language }, { parameter, reason }) =>
  textParts(language, "kind.catalog.set-parameter.act", {
    rule: textParts(language, `act.parameter.${parameter.name}`, { value: parameter.value }),
    reason,
  });

export const CONTEST_ACTS = {
  "catalog.contest": contest,
  "catalog.resolve": resolve,
  "catalog.judge-likeness": judgeLikeness,
  "catalog.set-parameter": setParameter,
};
