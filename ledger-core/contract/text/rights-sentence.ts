/** Who may use a dataset, and how, in the sentence that stands at the top of its page. */
import { joinList } from "./list-words.ts";
import { endSentences } from "./policy-sentence.ts";
import { strong } from "./template.ts";
import type { Language, SentencePart } from "./template.ts";
import { findText, textParts } from "./texts.ts";
import type { TextKey } from "./texts.ts";

/** What the sentence is made of: the dataset's state, and what its agreements in force allow. */
export type DatasetRights = {
  readonly sharing: "unconditional" | "conditional" | "not-shared";
  readonly state: "draft" | "published" | "retired";
  readonly isSuspended: boolean;
  /** Whether its owner offers terms on which others can ask for it. */
  readonly isOffered: boolean;
  /** Departments with an agreement in force, by name. */
  readonly users: readonly string[];
  /** What their agreements allow, as the ledger's words. */
  readonly actions: readonly string[];
  /** Days within which answers must be deleted; undefined where nothing asks for it. */
  readonly deleteWithinDays: number | undefined;
};

/** Departments named before the rest is counted. */
const USERS_NAMED_MAX = 2;

/** Sentences on who may use it, what is owed, and what everybody else may do. */
export function rightsSentence(language: Language, rights: DatasetRights): readonly SentencePart[] {
  if (rights.state !== "published") return one(language, `rights.${rights.state}`);
  if (rights.isSuspended) return one(language, "rights.suspended");
  if (rights.sharing === "not-shared") return one(language, "rights.not-shared");
  const sentences = [usersSentence(language, rights)];
  if (rights.deleteWithinDays !== undefined) {
    sentences.push(
      textParts(language, "rights.delete", {
        days: rights.deleteWithinDays === 0 ? undefined : rights.deleteWithinDays,
      }),
    );
  }
  const others = rights.users.length === 0 ? "all" : "others";
  sentences.push(
    textParts(language, `rights.recorded.${rights.sharing}`),
    textParts(language, `rights.${others}.${rights.isOffered ? rights.sharing : "unoffered"}`),
  );
  return endSentences(language, sentences);
}

function usersSentence(language: Language, { users, actions }: DatasetRights): readonly SentencePart[] {
  if (users.length === 0) return textParts(language, "rights.nobody");
  const isCounted = users.length > USERS_NAMED_MAX + 1;
  const named = users.slice(0, isCounted ? USERS_NAMED_MAX : users.length).map((user) => [strong(user)]);
  const rest = isCounted ? [textParts(language, "rights.more", { count: users.length - USERS_NAMED_MAX })] : [];
  const verbs = actions.map((action) => [strong(findText(language, `use.action.${action}`) ?? action)]);
  return textParts(language, "rights.users", {
    users: joinList(language, [...named, ...rest], "and"),
    actions: joinList(language, verbs, "and"),
    count: users.length,
  });
}

function one(language: Language, key: TextKey): readonly SentencePart[] {
  return endSentences(language, [textParts(language, key)]);
}
