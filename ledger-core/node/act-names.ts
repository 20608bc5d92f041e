/** Names for the keys that stand in an act, read from the rows of a moment. */
import type { Names } from "#ledger-core/contract/text/act-scope.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import type { DatasetReference } from "#ledger-core/contract/schema/catalog.ts";
import type { Words } from "#ledger-core/contract/api/shared.ts";
import { text } from "#ledger-core/contract/text/texts.ts";
import type { Language } from "#ledger-core/contract/text/template.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { delegationTable, memberTable, proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import { findDataset, isFound } from "#ledger-core/modules/catalog/find.ts";
import { agreementTable, contestTable, offerTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { calendarTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { Asked } from "./asked.ts";

const OFFERS_MAX = 100;

/** Names in one language, as of the moment that is asked about. */
export function actNames(asked: Asked, language: Language, then?: Rows): Names {
  const { rows, briefs, moment } = asked;
  const say = (words: Words): string => words[language];
  const person = (key: number): string => {
    const brief = briefs.person(key);
    const department = say(brief.department.name);
    const name = say(brief.title);
    return text(language, "name.person", { department, title: name, name: brief.maskedName });
  };
  return {
    department: (key) => say(briefs.department(key).name),
    departmentByCode(uscc) {
      const member = rows.find(memberTable, "uscc", uscc);
      return member === undefined ? uscc : say(briefs.department(member.key).name);
    },
    person,
    keyHolder(publicKey) {
      const key = findKey(rows, publicKey);
      return key === undefined ? undefined : person(key.row.person);
    },
    dataset(reference) {
      const found = findDataset(rows, reference);
      return isFound(found) ? found.row.title : nameOf(reference);
    },
    codeOf(reference) {
      const found = findDataset(rows, reference);
      return isFound(found) ? found.row.code : undefined;
    },
    ownerOf(reference) {
      const found = findDataset(rows, reference);
      return isFound(found) ? found.row.owner : undefined;
    },
    version: (versionHash) => rows.find(versionTable, "hash", versionHash)?.row,
    offer: (key) => rows.get(offerTable, key),
    openOffer(reference) {
      const found = findDataset(rows, reference);
      if (!isFound(found)) return undefined;
      return rows.scan(offerTable, "dataset", { equal: [found.key, "open"], limit: OFFERS_MAX }).at(-1)?.row;
    },
    agreement: (key) => (then ?? rows).get(agreementTable, key),
    contest: (key) => rows.get(contestTable, key),
    calendar: (year) => rows.get(calendarTable, year),
    delegation: (key) => rows.get(delegationTable, key),
    proposal: (key) => rows.get(proposalTable, key),
    decodeBody(kind, version, body) {
      const rule = findRule(moment.ruleset, kind, version);
      const decoded = rule === undefined ? undefined : decode(rule.action.body, body);
      return decoded?.ok === true ? decoded.value : undefined;
    },
  };
}

function nameOf(reference: DatasetReference): string {
  return reference.kind === "code" ? reference.code : `#${reference.key}`;
}
