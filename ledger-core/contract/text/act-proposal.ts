/** Sentences of the acts on proposals; each says the proposed act in full. */
import type { amendBody, retryBody, voteBody, withdrawBody } from "#ledger-core/contract/schema/governance.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence, Scope } from "./act-scope.ts";
import type { SentencePart } from "./template.ts";
import { findText, textParts } from "./texts.ts";

const vote: ActSentence<Value<typeof voteBody>> = (scope, { proposal, choice, reason, round }) => {
  const proposed = findProposed(scope, proposal);
  if (proposed === undefined) return missing(scope, "proposal.vote", proposal);
  return textParts(scope.language, `kind.proposal.vote.act.${choice}`, {
    proposer: scope.names.person(proposed.proposer),
    round: round === 1 ? undefined : round,
    act: proposed.act,
    follows: choice === "reject" ? proposed.failed : undefined,
    reason,
  });
};

const amend: ActSentence<Value<typeof amendBody>> = (scope, { proposal, body }) => {
  const row = scope.names.proposal(proposal);
  const amended = row === undefined ? undefined : scope.names.decodeBody(row.kind, row.version, body);
  if (row === undefined || amended === undefined) return missing(scope, "proposal.amend", proposal);
  return textParts(scope.language, "kind.proposal.amend.act", {
    proposal: String(proposal),
    act: scope.inner(row.kind, amended),
  });
};

const withdraw: ActSentence<Value<typeof withdrawBody>> = (scope, { proposal, reason }) => {
  const proposed = findProposed(scope, proposal);
  if (proposed === undefined) return missing(scope, "proposal.withdraw", proposal);
  return textParts(scope.language, "kind.proposal.withdraw.act", {
    act: proposed.act,
    follows: proposed.failed,
    reason,
  });
};

const retry: ActSentence<Value<typeof retryBody>> = (scope, { proposal }) => {
  const proposed = findProposed(scope, proposal);
  if (proposed === undefined) return missing(scope, "proposal.retry", proposal);
  return textParts(scope.language, "kind.proposal.retry.act", { act: proposed.act });
};

type Proposed = {
  readonly proposer: number;
  readonly act: readonly SentencePart[];
  /** What becomes of the record if the act is not carried out; undefined where nothing does. */
  readonly failed: string | undefined;
};

function findProposed({ language, names, inner }: Scope, key: number): Proposed | undefined {
  const row = names.proposal(key);
  const body = row === undefined ? undefined : names.decodeBody(row.kind, row.version, row.body);
  if (row === undefined || body === undefined) return undefined;
  const failed = findText(language, `kind.${row.kind}.failed`);
  return { proposer: row.proposer, act: inner(row.kind, body), failed };
}

function missing(scope: Scope, kind: string, key: number): readonly SentencePart[] {
  return unknownRecord(scope, { kind, table: "table.kernel.proposal", key });
}

export const PROPOSAL_ACTS = {
  "proposal.vote": vote,
  "proposal.amend": amend,
  "proposal.withdraw": withdraw,
  "proposal.retry": retry,
};
