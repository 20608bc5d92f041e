import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import type { NegotiationStep } from "#ledger-core/contract/api/catalog-care.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import styles from "./catalog.module.css";
import { useCatalogText } from "./text.ts";

/** States in the order of the Dataspace Protocol; a request goes from the first to the fourth, an offer by way of the second and third. */
const asked = ["REQUESTED", "AGREED", "VERIFIED", "FINALIZED"] as const;
const offered = ["OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED"] as const;

/** The state that each act is a step to, even where the ledger went on from there by itself. */
const stateOfKind: Readonly<Record<string, Agreement["state"]>> = {
  "catalog.request": "REQUESTED",
  "catalog.counter-request": "REQUESTED",
  "catalog.offer-agreement": "OFFERED",
  "catalog.counter-offer": "OFFERED",
  "catalog.accept": "ACCEPTED",
};

/** States that somebody has taken a step to; the others on the way were gone through without anybody's signature. */
export function statesTaken(
  steps: readonly Pick<NegotiationStep, "kind" | "state">[],
): ReadonlySet<Agreement["state"]> {
  return new Set(steps.flatMap(({ kind, state }) => [state, stateOfKind[kind] ?? state]));
}

/** How far an agreement has come, by whose steps, and whose move it is. */
export function AgreementWay(props: { readonly agreement: Agreement; readonly steps: readonly NegotiationStep[] }) {
  const { agreement, steps } = props;
  const text = useCatalogText();
  const contract = useContractWords();
  const { state } = agreement;
  const taken = statesTaken(steps);
  const way = taken.has("OFFERED") || state === "OFFERED" || state === "ACCEPTED" ? offered : asked;
  const place = way.findIndex((one) => one === state);
  return (
    <div className={styles.way}>
      {state === "TERMINATED" ? null : (
        <ol className={styles.wayStates} aria-label={text("agreement.way")}>
          {way.map((one, i) => {
            const isPassed = i < place;
            const isOwnStep = !isPassed || taken.has(one);
            const isSealed = isPassed || (i === place && one === "FINALIZED");
            return (
              <li key={one} aria-current={one === state ? "step" : undefined} data-done={i <= place}>
                {isOwnStep ? <SealMark state={isSealed ? "sealed" : "pending"} /> : null}
                {contract.choiceAlone("catalog.agreement", "state", one)}
                {isOwnStep ? null : text("agreement.byItself")}
              </li>
            );
          })}
        </ol>
      )}
      <p className={styles.wayNext}>{text(`agreement.next.${state}`)}</p>
    </div>
  );
}
