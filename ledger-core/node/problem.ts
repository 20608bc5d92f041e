/** Whatever went wrong as a problem that a person can act on, in both languages. */
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import type { RefusalData } from "#ledger-core/contract/schema/errors.ts";
import { refusalSentence } from "#ledger-core/contract/text/texts.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { KeystoreError } from "./keystore/keystore-error.ts";
import { NodeError } from "./node-error.ts";

/** A problem from a code of the contract and its data. */
export function problemOf(code: string, data: RefusalData): Problem {
  const zh = refusalSentence("zh", code, data);
  const en = refusalSentence("en", code, data);
  return { code, data, cause: { zh: zh.cause, en: en.cause }, next: { zh: zh.next, en: en.next } };
}

/** The problem of an error that this program throws on purpose; undefined for anything else, which is a bug. */
export function problemOfError(error: unknown): Problem | undefined {
  const isOurs = error instanceof NodeError || error instanceof KeystoreError || error instanceof StoreError;
  return isOurs ? problemOf(error.code, dataOf(error.data)) : undefined;
}

/** Only words and numbers leave the process. */
function dataOf(data: Readonly<Record<string, unknown>>): RefusalData {
  const plain = Object.entries(data).filter((pair): pair is [string, string | number] => {
    return typeof pair[1] === "string" || typeof pair[1] === "number";
  });
  return Object.fromEntries(plain);
}
