/** Which action of ODRL includes which. Source: `includedIn` and `exactMatch` of ODRL Vocabulary & Expression 2.2. */
import { USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import type { UseAction } from "#ledger-core/contract/schema/catalog.ts";
import { CITY, ODRL } from "./namespaces.ts";

const CC = "http://creativecommons.org/ns#";
const USE = `${ODRL}use`;
const TRANSFER = `${ODRL}transfer`;

/** Actions that are part of `use` and of nothing narrower. */
const IN_USE = [
  ...["acceptTracking", "aggregate", "annotate", "anonymize", "archive", "attribute", "compensate", "concurrentUse"],
  ...["delete", "derive", "digitize", "distribute", "ensureExclusivity", "execute", "grantUse", "include", "index"],
  ...["inform", "install", "modify", "move", "nextPolicy", "obtainConsent", "present", "read", "reproduce"],
  ...["reviewPolicy", "stream", "synchronize", "textToSpeech", "transform", "translate", "uninstall", "watermark"],
].map((name) => ODRL + name);
const CREATIVE_COMMONS = [
  ...["Attribution", "CommercialUse", "DerivativeWorks", "Distribution", "Notice", "Reproduction", "ShareAlike"],
  ...["Sharing", "SourceCode"],
].map((name) => CC + name);

const PARENT: ReadonlyMap<string, string> = new Map([
  ...[...IN_USE, ...CREATIVE_COMMONS, `${CITY}query`].map((action) => [action, USE] as const),
  ...["display", "play", "print"].map((name) => [ODRL + name, `${ODRL}present`] as const),
  [`${ODRL}extract`, `${ODRL}reproduce`],
  ...["give", "sell"].map((name) => [ODRL + name, TRANSFER] as const),
]);

/** Deprecated names and what they are called now. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ...["append", "appendTo", "write", "writeTo"].map((name) => [ODRL + name, `${ODRL}modify`] as const),
  [`${ODRL}copy`, `${ODRL}reproduce`],
  [`${ODRL}export`, `${ODRL}transform`],
  [`${ODRL}license`, `${ODRL}grantUse`],
  [`${ODRL}pay`, `${ODRL}compensate`],
  [`${ODRL}attachPolicy`, `${CC}Notice`],
  [`${ODRL}attachSource`, `${CC}SourceCode`],
  [`${ODRL}commercialize`, `${CC}CommercialUse`],
  [`${ODRL}share`, `${CC}Sharing`],
  [`${ODRL}shareAlike`, `${CC}ShareAlike`],
]);

/** What a document itself declares about actions of its own: by an action, those that it is included in. */
export type DeclaredActions = ReadonlyMap<string, readonly string[]>;

/** The address of an action that the ledger knows. */
export function iriOfAction(action: UseAction): string {
  return (action === "query" ? CITY : ODRL) + action;
}

/** True if ODRL 2.2 or our profile says what the action is. */
export function isKnownAction(iri: string): boolean {
  return iri === USE || iri === TRANSFER || PARENT.has(iri) || SAME_AS.has(iri);
}

/** True if whoever may do `wide` may do `narrow`: the same action, or one included in it, over any number of steps. */
export function includesAction(wide: string, narrow: string, declared: DeclaredActions = new Map()): boolean {
  const target = modern(wide);
  const seen = new Set<string>();
  const open = [modern(narrow)];
  for (let action = open.pop(); action !== undefined; action = open.pop()) {
    if (action === target) return true;
    if (seen.has(action)) continue;
    seen.add(action);
    const parent = PARENT.get(action);
    // A document may place actions of its own; what those of the standard include is not its to say.
    const placed = isKnownAction(action) ? [] : (declared.get(action) ?? []);
    open.push(...(parent === undefined ? [] : [parent]), ...placed.map(modern));
  }
  return false;
}

/** The ledger's actions that an action of ODRL covers, in the ledger's order: all five for `use`, none for `print`. */
export function ledgerActionsOf(iri: string, declared?: DeclaredActions): readonly UseAction[] {
  return USE_ACTIONS.filter((action) => includesAction(iri, iriOfAction(action), declared));
}

function modern(iri: string): string {
  return SAME_AS.get(iri) ?? iri;
}
