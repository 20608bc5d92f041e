/** Sentences about acts, policies and rights, in both languages, with departments and people by name. */
import type { Sentences, Words } from "#ledger-core/contract/api/shared.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { policyNeedSentence, policySentence } from "#ledger-core/contract/text/policy-sentence.ts";
import type { Language, SentencePart } from "#ledger-core/contract/text/template.ts";
import { kindName } from "#ledger-core/contract/text/texts.ts";
import type { Decided } from "#ledger-core/kernel/perform.ts";
import type { Asked } from "./procedures/base.ts";

function inBoth(say: (language: Language) => readonly SentencePart[]): Sentences {
  return { zh: [...say("zh")], en: [...say("en")] };
}

/** What a policy asks for: the case that decides now where one does, else all of its cases. */
export function policySentences(kind: string, cases: readonly PolicyCase[], decided?: Decided): Sentences {
  return inBoth((language) =>
    decided === undefined
      ? policySentence(language, { kind, cases })
      : policyNeedSentence(language, kind, decided.policyCase),
  );
}

/** An act in one sentence. */
export function actSentences(_asked: Asked, kind: string, _body: unknown): Sentences {
  return inBoth((language) => [{ text: kindName(language, kind), strong: true }]);
}
