import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import type { SealState } from "#renderer/shared/ui/seal.tsx";
import { useCatalogText } from "./text.ts";

/** The state of an agreement with its seal: on its way, in force, or ended and why. */
export function AgreementSeal({ agreement }: { readonly agreement: Agreement }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { state, ended, entry } = agreement;
  const why = ended === "" ? "" : contract.choice("catalog.agreement", "ended", ended);
  const label =
    state === "TERMINATED" && why !== ""
      ? text("agreement.ended", { why })
      : contract.choiceAlone("catalog.agreement", "state", state);
  return <Seal state={sealOfAgreement(agreement)} label={label} entry={entry} />;
}

function sealOfAgreement({ state, ended }: Agreement): SealState {
  if (state === "FINALIZED") return "sealed";
  if (state === "TERMINATED") return ended === "rejected" ? "refused" : "sealed";
  return "pending";
}
