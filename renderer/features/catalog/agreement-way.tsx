import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import styles from "./catalog.module.css";
import { useCatalogText } from "./text.ts";

/** States in the order of the Dataspace Protocol; a request goes from the first to the fourth, an offer by way of the second and third. */
const asked = ["REQUESTED", "AGREED", "VERIFIED", "FINALIZED"] as const;
const offered = ["OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED"] as const;

/** How far an agreement has come, and whose move it is. */
export function AgreementWay({ agreement }: { readonly agreement: Agreement }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { state } = agreement;
  const way = state === "OFFERED" || state === "ACCEPTED" ? offered : asked;
  const place = way.findIndex((one) => one === state);
  return (
    <div className={styles.way}>
      {state === "TERMINATED" ? null : (
        <ol className={styles.wayStates} aria-label={text("agreement.way")}>
          {way.map((one, i) => (
            <li key={one} aria-current={one === state ? "step" : undefined} data-done={i <= place}>
              <SealMark state={i < place || one === "FINALIZED" ? (i <= place ? "sealed" : "pending") : "pending"} />
              {contract.choiceAlone("catalog.agreement", "state", one)}
            </li>
          ))}
        </ol>
      )}
      <p className={styles.wayNext}>{text(`agreement.next.${state}`)}</p>
    </div>
  );
}
