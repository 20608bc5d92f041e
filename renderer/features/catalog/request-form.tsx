import { Radio } from "@mantine/core";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { PURPOSES } from "#ledger-core/contract/schema/catalog.ts";
import { requestBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { AreaField } from "#renderer/shared/forms/fields.tsx";
import styles from "./forms.module.css";
import { purposesOffered } from "./offered-terms.ts";
import { missingInTerms, TermsFields, termsOfDraft, usualLastDay } from "./terms-fields.tsx";
import type { TermsDraft } from "./terms-fields.tsx";
import { requestNext } from "./request-next.ts";
import { useCatalogText } from "./text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

/** Opens the form by which a department asks to use a dataset. */
export function openRequestForm(dataset: DatasetDetail, label: string): void {
  openForm({ name: `request:${dataset.key}`, label, content: <RequestForm dataset={dataset} /> });
}

type Values = TermsDraft & {
  readonly offer: number;
  readonly justification: string;
};

function RequestForm({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { nowSeconds } = useFormat();
  const { handle } = useMe();
  const initial: Values = {
    offer: dataset.offers.at(-1)?.key ?? 0,
    purpose: "",
    justification: "",
    useLimit: undefined,
    until: usualLastDay(nowSeconds),
  };
  const draft = useDraft<Values>(`request:${handle}:${dataset.key}`, initial);
  const { values, change } = draft;
  const offer = dataset.offers.find(({ key }) => key === values.offer) ?? dataset.offers.at(-1);
  const purposes = offer === undefined ? PURPOSES : purposesOffered(offer.policy);
  const next = requestNext(dataset.sharing);
  const missing = [
    ...missingInTerms(text, values),
    ...(values.justification.trim() === "" ? [text("field.justification")] : []),
  ];
  const act = useAct({
    kind: "catalog.request",
    schema: requestBody,
    title: text("request.title"),
    missing,
    body: {
      dataset: { kind: "key", key: dataset.key },
      offer: offer?.key ?? 0,
      offerHash: offer?.offerHash ?? "",
      ...termsOfDraft(values),
      justification: values.justification.trim(),
    },
  });
  return (
    <ActDrawer
      title={text("request.title")}
      over={dataset.title}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => contract.column("catalog.agreement", path)}
      button={text("request.button")}
      sealedWords={text("request.done")}
      next={
        <p>
          {text(next)}{" "}
          {next === "request.nextOpen" ? null : (
            <TextLink to={paths.inbox} search={{ box: "started" }}>
              {text("request.follow")}
            </TextLink>
          )}
        </p>
      }
    >
      <OfferChoice dataset={dataset} chosen={offer?.key ?? 0} onChoose={(key) => change({ offer: key, purpose: "" })} />
      <TermsFields terms={values} purposes={purposes} untilNote={text("request.untilNote")} onChange={change} />
      <AreaField
        label={text("field.justification")}
        note={text("request.justificationNote")}
        isRequired
        value={values.justification}
        onChange={(justification) => change({ justification })}
      />
    </ActDrawer>
  );
}

/** The terms that one accepts by asking; a choice only where there is more than one offer. */
function OfferChoice(props: {
  readonly dataset: DatasetDetail;
  readonly chosen: number;
  readonly onChoose: (offer: number) => void;
}) {
  const text = useCatalogText();
  const words = useWords();
  const { offers } = props.dataset;
  if (offers.length <= 1) {
    return (
      <div className={styles.terms}>
        <p className={styles.groupName}>{text("request.terms")}</p>
        {offers[0] === undefined ? text("request.noOffer") : <Sentence text={words(offers[0].sentence)} />}
      </div>
    );
  }
  return (
    <Radio.Group
      label={text("request.terms")}
      value={String(props.chosen)}
      onChange={(key) => props.onChoose(Number(key))}
    >
      <div className={styles.offerChoice}>
        {offers.map((offer) => (
          <Radio
            key={offer.key}
            size="sm"
            value={String(offer.key)}
            label={<Sentence text={words(offer.sentence)} />}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
