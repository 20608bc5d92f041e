import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import styles from "./catalog.module.css";
import { TermsDocument } from "./terms-document.tsx";
import { openOfferForm, openReasonForm } from "./open-forms.ts";
import { useCatalogText } from "./text.ts";

/** The terms on which the owner offers the dataset; absent where nothing is offered and the reader could not offer it. */
export function OffersPanel({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const { offers, may } = dataset;
  if (offers.length === 0 && !may.offer) return null;
  return (
    <div data-part="offers">
      <Panel title={text("offers")} caption={text("offers.open", { count: offers.length })} isFlush>
        {offers.length === 0 ? (
          <EmptyState
            title={text("offers.none")}
            detail={text("offers.noneDetail")}
            action={<Button onClick={() => openOfferForm(dataset, text("offer.title"))}>{text("offer.action")}</Button>}
          />
        ) : (
          offers.map((offer) => (
            <div key={offer.key} className={styles.offer}>
              <SentenceView
                sentence={words(offer.sentence)}
                note={
                  <div className={styles.offerNote}>
                    {text("offers.since", { time: format.time(offer.time, "date") })}
                    <TermsDocument of="offer" id={offer.key} />
                  </div>
                }
              />
              <div className={styles.offerActions}>
                {may.withdrawOffer ? (
                  <Button
                    size="small"
                    onClick={() =>
                      openReasonForm({ act: "withdraw", offer: offer.key, over: dataset.title }, text("withdraw.title"))
                    }
                  >
                    {text("withdraw.action")}
                  </Button>
                ) : null}
                <Seal state="sealed" compact entry={offer.entry} />
              </div>
            </div>
          ))
        )}
      </Panel>
    </div>
  );
}
