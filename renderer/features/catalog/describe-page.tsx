import { useQuery } from "@tanstack/react-query";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { createBody, reviseBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { MissingList, Outcome, WhoSigns } from "#renderer/shared/forms/outcome.tsx";
import { DescriptionFields } from "./description-fields.tsx";
import {
  describe,
  descriptionOf,
  draftOf,
  hasElement,
  missingOfSharing,
  nationalElements,
} from "./description-draft.ts";
import type { DescriptionDraft, NationalElement } from "./description-draft.ts";
import styles from "./forms.module.css";
import { catalogQueries } from "./queries.ts";
import { signPublication } from "./sign-publication.ts";
import { useCatalogText } from "./text.ts";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import type { Act } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import type { Draft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

/** Describes a new dataset, or revises one: the national guide's elements, what is still missing, and who will sign. */
export function DescribePage({ dataset }: { readonly dataset?: DatasetDetail }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { handle } = useMe();
  const provider = useProvider();
  const before = descriptionOf(dataset?.row);
  const initial = dataset === undefined ? { ...draftOf(before), ...provider } : draftOf(before);
  const draft = useDraft<DescriptionDraft>(`describe:${handle}:${dataset?.key ?? "new"}`, initial);
  const { values } = draft;
  const description = describe(before, values);
  const isUnchanged = dataset !== undefined && JSON.stringify(description) === JSON.stringify(before);
  const missing = [
    ...(isUnchanged ? [text("revise.aChange")] : []),
    ...(values.title.trim() === "" ? [contract.column("catalog.dataset", "title")] : []),
    ...(values.code.trim() === "" ? [contract.column("catalog.dataset", "code")] : []),
    ...(values.items.some((item) => item.name.trim() === "") ? [text("items.aName")] : []),
  ];
  const isNew = dataset === undefined;
  const act = useAct({
    ...(isNew
      ? { kind: "catalog.create", schema: createBody, body: { description } }
      : {
          kind: "catalog.revise",
          schema: reviseBody,
          body: { dataset: { kind: "key", key: dataset.key }, description },
        }),
    title: isNew ? text("describe.title") : text("revise.title"),
    missing,
  });
  const isSigned = act.receipt !== undefined && act.receipt.state !== "refused";
  const up = isNew
    ? { label: text("title"), to: paths.catalog }
    : { label: dataset.title, to: paths.dataset(dataset.key) };
  return (
    <Page>
      <PageHeader
        title={isNew ? text("describe.title") : text("revise.title")}
        crumbs={isNew ? [up] : [{ label: text("title"), to: paths.catalog }, up]}
        lead={isNew ? text("describe.lead") : text("revise.lead")}
      />
      <div className={styles.describeColumns}>
        <div className={styles.describeMain}>
          <DescriptionFields draft={draft} isCodeFixed={!isNew} />
        </div>
        <div className={styles.describeSide}>
          <Panel title={text("describe.ready")}>
            <div className={styles.describe}>
              <Elements values={values} />
              {isSigned ? null : (
                <>
                  <MissingList
                    missing={missing}
                    flawed={act.flawPath === undefined ? undefined : elementAt(act.flawPath, contract.column)}
                  />
                  <WhoSigns act={act} />
                  {isNew ? <p className={styles.quiet}>{text("describe.twoSignatures")}</p> : null}
                </>
              )}
              {act.receipt === undefined ? null : (
                <Outcome receipt={act.receipt} sealedWords={isNew ? text("describe.done") : text("revise.done")} />
              )}
              <SignButtons dataset={dataset} act={act} draft={draft} />
            </div>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** The label of the element at a path such as `description.items[3].name`. */
function elementAt(path: string, column: (table: string, column: string) => string): string {
  const [, element = path] = path.split(/[.[\]]+/);
  return column("catalog.dataset", element);
}

/** The department in session as the provider of a new dataset. */
function useProvider(): Partial<DescriptionDraft> {
  const { department } = useMe();
  const mine = useQuery(catalogQueries.departments()).data?.departments.find(({ key }) => key === department);
  return mine === undefined ? {} : { publisher: mine.name.zh, providerCode: mine.uscc };
}

/** The elements of the national guide, ticked as they are filled in. */
function Elements({ values }: { readonly values: DescriptionDraft }) {
  const text = useCatalogText();
  const contract = useContractWords();
  // Of sharing that is not whole, what it lacks.
  const namesOf = (element: NationalElement): readonly string[] => {
    const lacking = element === "sharing" ? missingOfSharing(values) : [];
    return (lacking.length === 0 ? [element] : lacking).map((name) => contract.column("catalog.dataset", name));
  };
  const present = nationalElements.filter((element) => hasElement(values, element)).length;
  return (
    <div>
      <p className={styles.groupName}>{text("describe.elements", { present, all: nationalElements.length })}</p>
      <ul className={styles.elements}>
        {nationalElements.map((element) => {
          const isPresent = hasElement(values, element);
          return (
            <li key={element} data-present={isPresent}>
              {isPresent ? <Icon name="check" /> : <span aria-hidden="true">{"\u2013"}</span>}
              <span>
                {namesOf(element).join(text("comma"))}
                {isPresent ? null : <span className="visually-hidden"> {text("describe.isMissing")}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function SignButtons(props: {
  readonly dataset: DatasetDetail | undefined;
  readonly act: Act;
  readonly draft: Draft<DescriptionDraft>;
}) {
  const text = useCatalogText();
  const forms = useFormText();
  const goTo = useGoTo();
  const { dataset, act, draft } = props;
  const isWhole = nationalElements.every((element) => hasElement(draft.values, element));
  const sign = async (publishes: boolean) => {
    const signed = await act.sign();
    if (signed === undefined || signed.state === "refused") return;
    if (signed.state === "sealed") {
      const { key } = dataset ?? (await client.catalog.dataset({ code: draft.values.code.trim() }));
      // What was described stays in sight until its publication is signed too.
      if (publishes) await signPublication(key, text("publish.title"));
      goTo(paths.dataset(key));
    }
    draft.discard();
  };
  return (
    <div className={styles.describeFoot}>
      {dataset === undefined ? (
        <>
          <Button
            kind="primary"
            isDisabled={!act.isReady || !isWhole}
            isPending={act.isSigning}
            onClick={() => void sign(true)}
          >
            {text("describe.publish")}
          </Button>
          <Button isDisabled={!act.isReady} isPending={act.isSigning} onClick={() => void sign(false)}>
            {text("describe.draft")}
          </Button>
        </>
      ) : (
        <Button kind="primary" isDisabled={!act.isReady} isPending={act.isSigning} onClick={() => void sign(false)}>
          {text("revise.button")}
        </Button>
      )}
      {draft.isTouched ? (
        <Button kind="link" onClick={draft.discard}>
          {forms("discard")}
        </Button>
      ) : null}
    </div>
  );
}
