/** Sentences of the acts about how departments present themselves and who holds which post. */
import type { appointBody, describeBody } from "#ledger-core/contract/schema/consortium.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { ActSentence } from "./act-scope.ts";
import { textParts } from "./texts.ts";

const describe: ActSentence<Value<typeof describeBody>> = ({ language, names }, { department, ...profile }) =>
  textParts(language, "kind.consortium.describe.act", { department: names.department(department), ...profile });

const appoint: ActSentence<Value<typeof appointBody>> = ({ language, names }, { person, ...post }) =>
  textParts(language, "kind.consortium.appoint.act", { person: names.person(person), ...post });

export const CONSORTIUM_ACTS = { "consortium.describe": describe, "consortium.appoint": appoint };
