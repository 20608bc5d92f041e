/** Sentences of the kernel's acts on people, their keys and roles, and roles that are delegated. */
import type {
  delegationEndBody,
  delegationGiveBody,
  keyEnrolBody,
  keyRevokeBody,
  keyRotateBody,
  personEnrolBody,
  personLeaveBody,
  personLeaveBodyFirst,
  roleEndBody,
  roleGrantBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence } from "./act-scope.ts";
import { joinList } from "./list-words.ts";
import { endText, momentText } from "./moments.ts";
import type { Language, SentencePart } from "./template.ts";
import { text, textParts } from "./texts.ts";

const enrol: ActSentence<Value<typeof personEnrolBody>> = ({ language, names }, { department, handle, roles }) =>
  textParts(language, "kind.person.enrol.act", {
    department: names.department(department),
    handle,
    roles: joinList(
      language,
      roles.map((term) => roleTermWords(language, term)),
      "and",
    ),
  });

function roleTermWords(
  language: Language,
  { role, until }: Value<typeof personEnrolBody>["roles"][number],
): readonly SentencePart[] {
  const name = text(language, `role.${role}`);
  return until === 0
    ? textParts(language, "act.role.open", { role: name })
    : textParts(language, "act.role.until", { role: name, until: endText(language, until) });
}

/** The first version's body named no successor. */
type Leave = Value<typeof personLeaveBodyFirst> & Partial<Value<typeof personLeaveBody>>;

const leave: ActSentence<Leave> = ({ language, names }, { person, successor = 0, reason }) =>
  textParts(language, "kind.person.leave.act", {
    person: names.person(person),
    successor: successor === 0 ? undefined : names.person(successor),
    reason,
  });

const rotate: ActSentence<Value<typeof keyRotateBody>> = ({ language }) => textParts(language, "kind.key.rotate.act");

const revoke: ActSentence<Value<typeof keyRevokeBody>> = (scope, { publicKey, reason }) => {
  const person = scope.names.keyHolder(publicKey);
  if (person === undefined) return unknownRecord(scope, { kind: "key.revoke", table: "table.kernel.key" });
  return textParts(scope.language, "kind.key.revoke.act", { person, reason });
};

const grant: ActSentence<Value<typeof roleGrantBody>> = ({ language, names }, { person, role, from, until }) =>
  textParts(language, "kind.role.grant.act", {
    person: names.person(person),
    role: text(language, `role.${role}`),
    from: momentText(language, from),
    until: until === 0 ? undefined : endText(language, until),
  });

const end: ActSentence<Value<typeof roleEndBody>> = ({ language, names }, { person, role, reason }) =>
  textParts(language, "kind.role.end.act", {
    person: names.person(person),
    role: text(language, `role.${role}`),
    reason,
  });

const enrolKey: ActSentence<Value<typeof keyEnrolBody>> = ({ language, names }, { person, reason }) =>
  textParts(language, "kind.key.enrol.act", { person: names.person(person), reason });

/** A delegation that names no beginning begins when it is sealed. */
const delegate: ActSentence<Value<typeof delegationGiveBody>> = ({ language, names }, body) =>
  textParts(language, "kind.delegation.give.act", {
    role: text(language, `role.${body.role}`),
    receiver: names.person(body.receiver),
    from: body.from === 0 ? undefined : momentText(language, body.from),
    until: endText(language, body.until),
    reason: body.reason,
  });

const endDelegation: ActSentence<Value<typeof delegationEndBody>> = (scope, { delegation: key, reason }) => {
  const { language, names } = scope;
  const row = names.delegation(key);
  if (row === undefined) return unknownRecord(scope, { kind: "delegation.end", table: "table.kernel.delegation", key });
  return textParts(language, "kind.delegation.end.act", {
    role: text(language, `role.${row.role}`),
    giver: names.person(row.giver),
    receiver: names.person(row.receiver),
    until: endText(language, row.until),
    reason,
  });
};

export const PEOPLE_ACTS = {
  "person.enrol": enrol,
  "person.leave": leave,
  "key.rotate": rotate,
  "key.revoke": revoke,
  "key.enrol": enrolKey,
  "role.grant": grant,
  "role.end": end,
  "delegation.give": delegate,
  "delegation.end": endDelegation,
};
