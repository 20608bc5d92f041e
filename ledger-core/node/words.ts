/** Words in both languages at once. */
import type { Words } from "#ledger-core/contract/api/shared.ts";
import { kindName } from "#ledger-core/contract/text/texts.ts";

/** What a record itself holds is shown as it was written, whoever reads it. */
export function sameWords(written: string): Words {
  return { zh: written, en: written };
}

/** The name of a kind of act. */
export function kindWords(kind: string): Words {
  return { zh: kindName("zh", kind), en: kindName("en", kind) };
}
