/** What a person signs, in one sentence: the act, what it is about, what follows from it, and everything that limits it. */
import { AGREEMENT_ACTS } from "./act-agreement.ts";
import { CATALOG_ACTS } from "./act-catalog.ts";
import { CONSORTIUM_ACTS } from "./act-consortium.ts";
import { CONTEST_ACTS } from "./act-contest.ts";
import { GOVERNANCE_ACTS } from "./act-governance.ts";
import { PEOPLE_ACTS } from "./act-people.ts";
import { PROPOSAL_ACTS } from "./act-proposal.ts";
import type { ActSentence, Names, Scope } from "./act-scope.ts";
import type { Language, SentencePart } from "./template.ts";
import { kindName, textParts } from "./texts.ts";

/**
 * The sentence of an act, for the window in which it is confirmed, the inbox and the history. `body` must have been decoded by the
 * schema of the kind. Of a kind that this program does not know, and of a record that is not there, it says not to sign.
 */
export function actSentence(language: Language, kind: string, body: unknown, names: Names): readonly SentencePart[] {
  const inner = (innerKind: string, innerBody: unknown): readonly SentencePart[] =>
    actSentence(language, innerKind, innerBody, names);
  const scope: Scope = { language, names, inner };
  const say = ACTS.get(kind);
  if (say === undefined) return textParts(language, "act.unknownKind", { kind: kindName(language, kind) });
  return say(scope, body as never);
}

const ACTS: ReadonlyMap<string, ActSentence> = new Map(
  Object.entries({
    ...GOVERNANCE_ACTS,
    ...PEOPLE_ACTS,
    ...PROPOSAL_ACTS,
    ...CONSORTIUM_ACTS,
    ...CATALOG_ACTS,
    ...AGREEMENT_ACTS,
    ...CONTEST_ACTS,
  }),
);
