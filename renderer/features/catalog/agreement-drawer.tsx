import { useQuery } from "@tanstack/react-query";
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { openDrawer } from "#renderer/shared/drawer/drawer.ts";
import { DrawerLayout } from "#renderer/shared/drawer/drawer-region.tsx";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import { AgreementSeal } from "./agreement-seal.tsx";
import styles from "./catalog.module.css";
import { catalogQueries } from "./queries.ts";
import { openReasonForm } from "./reason-form.tsx";
import { useCatalogText } from "./text.ts";
import { openUseForm } from "./use-form.tsx";
import { useMe } from "./who.ts";

/** Opens one agreement beside the page. */
export function openAgreement(agreement: Agreement, label: string): void {
  openDrawer({ key: `catalog:agreement:${agreement.key}`, label, content: <AgreementDrawer shown={agreement} /> });
}

function AgreementDrawer({ shown }: { readonly shown: Agreement }) {
  const text = useCatalogText();
  const words = useWords();
  const me = useMe();
  // Once more from the ledger, so that what is shown follows what happens to it.
  const found = useQuery(catalogQueries.agreements(shown.dataset.key)).data?.agreements;
  const agreement = found?.find(({ key }) => key === shown.key) ?? shown;
  const isMine = agreement.user.key === me.department;
  const isOwners = agreement.owner.key === me.department;
  const mayUse = isMine && me.usesData && agreement.state === "FINALIZED";
  const mayEnd = agreement.state !== "TERMINATED" && ((isMine && me.usesData) || (isOwners && me.keepsData));
  return (
    <DrawerLayout
      over={agreement.dataset.title}
      title={text("agreement.of", { department: words(agreement.user.name) })}
      foot={
        mayUse || mayEnd ? (
          <>
            {mayEnd ? (
              <Button
                onClick={() =>
                  openReasonForm(
                    { act: "terminate", agreement: agreement.key, over: agreement.dataset.title, asksOrder: false },
                    text("terminate.title"),
                  )
                }
              >
                {text("terminate.action")}
              </Button>
            ) : null}
            {mayUse ? (
              <Button kind="primary" onClick={() => openUseForm([agreement], text("use.title"))}>
                {text("use.action")}
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <div className={styles.detail}>
        <AgreementSeal agreement={agreement} />
        <AgreementFacts agreement={agreement} />
      </div>
    </DrawerLayout>
  );
}

function AgreementFacts({ agreement }: { readonly agreement: Agreement }) {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const contract = useContractWords();
  const label = (column: string): string => contract.column("catalog.agreement", column);
  return (
    <FactList
      facts={[
        { label: label("owner"), value: words(agreement.owner.name) },
        { label: label("user"), value: words(agreement.user.name) },
        { label: label("purpose"), value: contract.choiceAlone("catalog.agreement", "purpose", agreement.purpose) },
        { label: label("justification"), value: agreement.justification === "" ? noValue : agreement.justification },
        {
          label: text("agreement.may"),
          value: agreement.actions
            .map((action) => contract.choiceAlone("catalog.use", "action", action))
            .join(text("comma")),
        },
        {
          label: text("agreement.used"),
          value: (
            <TextLink to={paths.dataset(agreement.dataset.key)} search={{ see: "uses", agreement: agreement.key }}>
              {text("agreement.usedOf", { uses: formatCount(agreement.uses), limit: formatCount(agreement.useLimit) })}
            </TextLink>
          ),
        },
        { label: text("agreement.until"), value: format.time(agreement.expires - 1, "date") },
        { label: label("requested"), value: format.time(agreement.requested, "exact") },
        ...(agreement.endReason === "" ? [] : [{ label: label("endReason"), value: agreement.endReason }]),
        {
          label: label("agreementHash"),
          value: <code title={agreement.agreementHash}>{formatHash(agreement.agreementHash)}</code>,
        },
      ]}
    />
  );
}
