import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { PURPOSES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import { useBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { fingerprintOfText } from "#renderer/shared/hashing/sha256.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { AreaField, ChoiceField, CountField, FieldPair, TextField } from "#renderer/shared/forms/fields.tsx";
import { FingerprintLine } from "./fingerprint-line.tsx";
import styles from "./forms.module.css";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { placeOf } from "./use-place.ts";
import { useMe } from "./who.ts";

const placesShown = 12;

/** Opens the form by which a use under one of the department's agreements is recorded. */
export function openUseForm(agreements: readonly Agreement[], label: string, whole?: WholeContent): void {
  const first = agreements[0];
  if (first === undefined) return;
  openForm({
    name: `use:${first.dataset.key}`,
    label,
    content: <UseForm agreements={agreements} first={first} whole={whole} />,
  });
}

/** Set where the use opens a version's content. */
export type WholeContent = { readonly version: number; readonly rowCount: number };

type Values = {
  readonly agreement: number;
  readonly action: string;
  readonly purpose: string;
  readonly question: string;
  readonly rowCount: number | undefined;
  readonly reference: string;
  /** Code of the place; undefined takes the one that the terms name, where they name no other. */
  readonly place: string | undefined;
};

function UseForm(props: {
  readonly agreements: readonly Agreement[];
  readonly first: Agreement;
  readonly whole: WholeContent | undefined;
}) {
  const { agreements, first, whole } = props;
  const text = useCatalogText();
  const contract = useContractWords();
  const { handle } = useMe();
  const initial: Values = {
    agreement: first.key,
    action: (whole === undefined ? undefined : "read") ?? first.actions[0] ?? "query",
    reference: "",
    place: undefined,
    purpose: "",
    question: whole === undefined ? "" : text("use.wholeContent", { number: whole.version }),
    rowCount: undefined,
  };
  const draft = useDraft<Values>(`use:${handle}:${first.dataset.key}:${whole?.version ?? ""}`, initial, "memory");
  const { values, change } = draft;
  const agreement = agreements.find(({ key }) => key === values.agreement) ?? first;
  const rowCount = whole?.rowCount ?? values.rowCount;
  const purpose = values.purpose === "" ? agreement.purpose : values.purpose;
  const place = placeOf(agreement, values.place);
  const fingerprint = useMemo(() => fingerprintOfText(values.question), [values.question]);
  const missing = [
    ...(values.question === "" ? [text("field.question")] : []),
    ...(rowCount === undefined ? [text("field.rowCount")] : []),
  ];
  const act = useAct({
    kind: "catalog.use",
    schema: useBody,
    title: text("use.title"),
    missing,
    body: {
      agreement: agreement.key,
      action: values.action,
      purpose,
      fingerprint,
      rowCount: rowCount ?? 0,
      reference: values.reference.trim(),
      spatial: place.trim(),
    },
  });
  const actions = [...agreement.actions, ...USE_ACTIONS.filter((action) => !agreement.actions.includes(action))];
  return (
    <ActDrawer
      title={text("use.title")}
      over={agreement.dataset.title}
      lead={text("use.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => contract.column("catalog.use", path)}
      button={text("use.button")}
      sealedWords={text("use.done")}
      again={text("use.again")}
    >
      <AgreementChoice agreements={agreements} chosen={agreement} onChoose={(key) => change({ agreement: key })} />
      <FieldPair>
        <ChoiceField
          label={text("field.action")}
          value={values.action}
          choices={actions.map((value) => ({ value, label: contract.choiceAlone("catalog.use", "action", value) }))}
          onChange={(action) => change({ action })}
        />
        <ChoiceField
          label={text("field.purpose")}
          value={purpose}
          choices={PURPOSES.map((value) => ({
            value,
            label:
              value === agreement.purpose
                ? text("use.agreedPurpose", { purpose: contract.choiceAlone("catalog.use", "purpose", value) })
                : contract.choiceAlone("catalog.use", "purpose", value),
          }))}
          onChange={(changed) => change({ purpose: changed })}
        />
      </FieldPair>
      {agreement.places.length === 0 ? null : (
        <TextField
          label={contract.column("catalog.use", "spatial")}
          note={text("use.placeNote", { places: agreement.places.slice(0, placesShown).join(text("use.comma")) })}
          value={place}
          onChange={(typed) => change({ place: typed })}
        />
      )}
      <WhyNot agreement={agreement.key} action={values.action} purpose={purpose} place={place.trim()} />
      <TextField
        label={text("use.reference")}
        note={text("use.referenceNote")}
        value={values.reference}
        onChange={(reference) => change({ reference })}
      />
      <AreaField
        label={text("field.question")}
        note={text("use.questionNote")}
        isRequired
        value={values.question}
        onChange={(question) => change({ question })}
      />
      {values.question === "" ? null : <FingerprintLine label={text("use.fingerprint")} hash={fingerprint} />}
      {whole === undefined ? (
        <CountField
          label={text("field.rowCount")}
          note={text("use.rowsNote")}
          isRequired
          unit={text("unit.rows")}
          value={values.rowCount}
          onChange={(typed) => change({ rowCount: typed })}
        />
      ) : (
        <p className={styles.note}>
          {text("use.wholeRows", { count: whole.rowCount, rows: formatCount(whole.rowCount) })}
        </p>
      )}
    </ActDrawer>
  );
}

/** What of the terms does not permit the use as it is filled in; nothing where they permit it. */
function WhyNot(props: {
  readonly agreement: number;
  readonly action: string;
  readonly purpose: string;
  readonly place: string;
}) {
  const text = useCatalogText();
  const words = useWords();
  const action = USE_ACTIONS.find((known) => known === props.action) ?? USE_ACTIONS[0];
  const purpose = PURPOSES.find((known) => known === props.purpose) ?? PURPOSES[0];
  const asked = { agreement: props.agreement, action, purpose, spatial: props.place };
  const reasons = useQuery(catalogQueries.explain(asked)).data?.reasons ?? [];
  return (
    <div aria-live="polite">
      {reasons.length === 0 ? null : (
        <div className={styles.refusal}>
          {reasons.map((reason, place) => (
            <p key={place}>
              <Sentence text={words(reason)} />
            </p>
          ))}
          <p className={styles.note}>{text("use.wouldRefuse")}</p>
        </div>
      )}
    </div>
  );
}

/** The agreement that the use counts against, with what is left of it. */
function AgreementChoice(props: {
  readonly agreements: readonly Agreement[];
  readonly chosen: Agreement;
  readonly onChoose: (agreement: number) => void;
}) {
  const text = useCatalogText();
  const format = useFormat();
  const contract = useContractWords();
  const describe = ({ purpose, uses, useLimit, expires }: Agreement): string =>
    text("use.agreement", {
      purpose: contract.choiceAlone("catalog.agreement", "purpose", purpose),
      left: formatCount(Math.max(0, useLimit - uses)),
      limit: formatCount(useLimit),
      until: format.time(expires - 1, "date"),
    });
  if (props.agreements.length === 1) {
    return (
      <div className={styles.terms}>
        <p className={styles.groupName}>{text("use.under")}</p>
        <p>{describe(props.chosen)}</p>
      </div>
    );
  }
  return (
    <ChoiceField
      label={text("use.under")}
      value={String(props.chosen.key)}
      choices={props.agreements.map((agreement) => ({ value: String(agreement.key), label: describe(agreement) }))}
      onChange={(key) => props.onChoose(Number(key))}
    />
  );
}
