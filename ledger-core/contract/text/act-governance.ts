/** Sentences of the kernel's acts on departments, policies and rules. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type {
  foundingEndBody,
  logRecoverBody,
  logRotateBody,
  memberAdmitBody,
  memberAssignBody,
  memberRecoverBody,
  memberReinstateBody,
  memberSuspendBody,
  policySetBody,
  rulesActivateBody,
  stateDeclareBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { DepartmentFunction } from "#ledger-core/contract/schema/policy.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { ActSentence } from "./act-scope.ts";
import { joinWords } from "./list-words.ts";
import { policySentence } from "./policy-sentence.ts";
import type { Language } from "./template.ts";
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

const recover: ActSentence<Value<typeof memberRecoverBody>> = ({ language, names }, { department, handle, reason }) =>
  textParts(language, "kind.member.recover.act", { department: names.department(department), handle, reason });

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

const rotateLogKey: ActSentence<Value<typeof logRotateBody>> = ({ language }, { publicKey }) =>
  textParts(language, "kind.log.rotate.act", { key: encodeHex(publicKey) });

const recoverLog: ActSentence<Value<typeof logRecoverBody>> = ({ language }, { publicKey, size, seen, reason }) =>
  textParts(language, "kind.log.recover.act", {
    key: encodeHex(publicKey),
    size,
    lost: seen > size ? seen - size : undefined,
    reason,
  });

const declareState: ActSentence<Value<typeof stateDeclareBody>> = ({ language }, { height, root, rows }) =>
  textParts(language, "kind.state.declare.act", { height, root: encodeHex(root), rows });

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
  "member.recover": recover,
  "policy.set": setPolicy,
  "founding.end": endFounding,
  "rules.activate": activate,
  "log.rotate": rotateLogKey,
  "log.recover": recoverLog,
  "state.declare": declareState,
};
