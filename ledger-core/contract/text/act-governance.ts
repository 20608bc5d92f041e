/** Sentences of the kernel's acts on departments, people, keys, roles and policies. */
import type {
  foundingEndBody,
  keyRevokeBody,
  keyRotateBody,
  memberAdmitBody,
  memberAssignBody,
  memberReinstateBody,
  memberSuspendBody,
  personEnrolBody,
  personLeaveBody,
  policySetBody,
  roleEndBody,
  roleGrantBody,
  rulesActivateBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { DepartmentFunction } from "#ledger-core/contract/schema/policy.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { unknownRecord } from "./act-scope.ts";
import type { ActSentence } from "./act-scope.ts";
import { joinList, joinWords } from "./list-words.ts";
import { endText, momentText } from "./moments.ts";
import { policySentence } from "./policy-sentence.ts";
import type { Language, SentencePart } from "./template.ts";
import { kindName, text, textParts } from "./texts.ts";

const admit: ActSentence<Value<typeof memberAdmitBody>> = ({ language }, { uscc, name, functions }) =>
  textParts(language, "kind.member.admit.act", {
    name,
    uscc,
    functions: functionsText(language, functions),
  });

const assign: ActSentence<Value<typeof memberAssignBody>> = ({ language, names }, { member, functions }) =>
  textParts(language, "kind.member.assign.act", {
    department: names.department(member),
    functions: functionsText(language, functions),
  });

const suspend: ActSentence<Value<typeof memberSuspendBody>> = ({ language, names }, { member, reason }) =>
  textParts(language, "kind.member.suspend.act", { department: names.department(member), reason });

const reinstate: ActSentence<Value<typeof memberReinstateBody>> = ({ language, names }, { member, reason }) =>
  textParts(language, "kind.member.reinstate.act", { department: names.department(member), reason });

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

const leave: ActSentence<Value<typeof personLeaveBody>> = ({ language, names }, { person, reason }) =>
  textParts(language, "kind.person.leave.act", { person: names.person(person), reason });

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

const setPolicy: ActSentence<Value<typeof policySetBody>> = ({ language }, { kind, cases }) =>
  textParts(language, "kind.policy.set.act", {
    act: kindName(language, kind),
    policy: policySentence(language, { kind, cases }),
  });

const endFounding: ActSentence<Value<typeof foundingEndBody>> = ({ language }, { reason }) =>
  textParts(language, "kind.founding.end.act", { reason });

const activate: ActSentence<Value<typeof rulesActivateBody>> = ({ language }, { kind, version, fromHeight, cases }) =>
  textParts(language, "kind.rules.activate.act", {
    act: kindName(language, kind),
    version,
    height: fromHeight,
    policy: cases.length === 0 ? undefined : policySentence(language, { kind, cases }),
  });

function functionsText(language: Language, functions: readonly DepartmentFunction[]): string {
  return joinWords(
    language,
    functions.map((name) => text(language, `function.${name}`)),
    "and",
  );
}

export const GOVERNANCE_ACTS = {
  "member.admit": admit,
  "member.assign": assign,
  "member.suspend": suspend,
  "member.reinstate": reinstate,
  "person.enrol": enrol,
  "person.leave": leave,
  "key.rotate": rotate,
  "key.revoke": revoke,
  "role.grant": grant,
  "role.end": end,
  "policy.set": setPolicy,
  "founding.end": endFounding,
  "rules.activate": activate,
};
