import { useQuery } from "@tanstack/react-query";
import type { Agreement, DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { capitalised, useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { actionsAlike } from "./actions-alike.ts";
import { useAgreementColumns } from "./agreement-columns.tsx";
import { AgreementSeal } from "./agreement-seal.tsx";
import styles from "./catalog.module.css";
import type { ChangeDatasetView, DatasetView } from "./dataset-view.ts";
import { catalogQueries } from "./queries.ts";
import { openOfferForm, openRequestForm } from "./open-forms.ts";
import { useCatalogText } from "./text.ts";

/** Who may use the dataset, for what, how much of it is used up, and until when. */
export function AgreementsPanel(props: {
  readonly dataset: DatasetDetail;
  readonly view: DatasetView;
  readonly onChange: ChangeDatasetView;
}) {
  const text = useCatalogText();
  const { dataset, view, onChange } = props;
  const query = useQuery(catalogQueries.agreements(dataset.key));
  const { inForce, live, total } = dataset.agreements;
  const contract = useContractWords();
  const showsEnded = view.ended === "shown";
  const ended = total - live;
  const shown = (query.data?.agreements ?? []).filter(({ state }) => showsEnded || state !== "TERMINATED");
  const alike = actionsAlike(shown);
  const counts = [
    text("agreements.inForce", { count: inForce }),
    ...(live > inForce ? [text("agreements.waiting", { count: live - inForce })] : []),
  ].join(text("comma"));
  return (
    <div data-part="agreements" className={styles.agreements} data-alike={alike !== undefined}>
      <QueryPanel
        title={text("agreements")}
        what={text("agreements")}
        query={query}
        isFlush
        loadingColumns={6}
        caption={
          alike === undefined
            ? counts
            : text("agreements.alike", {
                count: shown.length,
                counts,
                actions: alike.map((action) => contract.choice("catalog.use", "action", action)).join(text("and")),
              })
        }
        actions={
          ended === 0 ? null : (
            <Button kind="link" size="small" onClick={() => onChange({ ended: showsEnded ? undefined : "shown" })}>
              {showsEnded ? text("agreements.withoutEnded") : text("agreements.all", { count: total })}
            </Button>
          )
        }
        empty={({ agreements }) => (agreements.length === 0 ? <NoAgreement dataset={dataset} /> : undefined)}
      >
        {() => <AgreementRows agreements={shown} isAlike={alike !== undefined} />}
      </QueryPanel>
    </div>
  );
}

function NoAgreement({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const action = dataset.may.request ? (
    <Button onClick={() => openRequestForm(dataset, text("request.title"))}>{text("request.action")}</Button>
  ) : dataset.may.offer && dataset.offers.length === 0 ? (
    <Button onClick={() => openOfferForm(dataset, text("offer.title"))}>{text("offer.action")}</Button>
  ) : undefined;
  return (
    <EmptyState
      title={text("agreements.none")}
      detail={text(dataset.offers.length === 0 ? "agreements.noOffer" : "agreements.noneDetail")}
      {...(action !== undefined && { action })}
    />
  );
}

function AgreementRows({
  agreements,
  isAlike,
}: {
  readonly agreements: readonly Agreement[];
  readonly isAlike: boolean;
}) {
  const text = useCatalogText();
  const words = useWords();
  const goTo = useGoTo();
  const columns = useAgreementColumns();
  const contract = useContractWords();
  if (agreements.length === 0) return <EmptyState title={text("agreements.noneLive")} />;
  return (
    <DataTable
      label={text("agreements")}
      density="dense"
      rows={agreements}
      rowKey={(row) => row.key}
      entry={(row) => row.entry}
      onOpen={(row) => goTo(paths.agreement(row.key))}
      columns={[
        { key: "user", header: text("agreement.department"), isName: true, cell: (row) => words(row.user.name) },
        columns.purpose,
        ...(isAlike
          ? []
          : [
              {
                key: "actions",
                header: text("agreement.may"),
                cell: (row: Agreement) =>
                  capitalised(
                    row.actions.map((action) => contract.choice("catalog.use", "action", action)).join(text("and")),
                  ),
              },
            ]),
        columns.used,
        columns.until,
        {
          key: "state",
          header: text("agreement.state"),
          cell: (row) => (
            <span className={row.state === "TERMINATED" ? undefined : styles.whole}>
              <AgreementSeal agreement={row} />
            </span>
          ),
        },
      ]}
    />
  );
}
