import { useQuery } from "@tanstack/react-query";
import type { Duty, NegotiationStep, NegotiationTerms } from "#ledger-core/contract/api/catalog-care.ts";
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { useDrawerOfPage } from "#renderer/shared/drawer/drawer.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { partLanguages } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { usePathPart } from "#renderer/shared/navigation/view-state.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { Fact, Facts } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { UsageBar } from "#renderer/shared/ui/progress.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { Timeline } from "#renderer/shared/ui/timeline.tsx";
import { AgreementActions } from "./agreement-actions.tsx";
import { AgreementSeal } from "./agreement-seal.tsx";
import { AgreementWay } from "./agreement-way.tsx";
import styles from "./catalog.module.css";
import termsStyles from "./terms.module.css";
import { catalogQueries } from "./queries.ts";
import { TermsDocument } from "./terms-document.tsx";
import { TermsTable } from "./terms-table.tsx";
import { useCatalogText } from "./text.ts";

/** One agreement as both sides see it: where it stands, the terms, every move of either side, and what is owed. */
export function AgreementPage() {
  useDrawerOfPage();
  const text = useCatalogText();
  const words = useWords();
  const query = useQuery(catalogQueries.negotiation(Number(usePathPart("agreement") ?? 0)));
  const found = query.data;
  const language = usePreferences((preferences) => preferences.language);
  const { own, other } = partLanguages(found?.agreement.dataset.title ?? "", language);
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: text("title"), to: paths.catalog },
          { label: text("agreementsPage.title"), to: paths.catalogSection("agreements") },
        ]}
        title={found === undefined ? text("agreement.title") : own}
        beside={
          found === undefined ? undefined : (
            <>
              {other === "" ? null : <span className={styles.other}>{other}</span>}
              <AgreementSeal agreement={found.agreement} />
            </>
          )
        }
        {...(found !== undefined && {
          lead: text("agreement.between", {
            user: words(found.agreement.user.name),
            owner: words(found.agreement.owner.name),
          }),
        })}
        actions={found === undefined ? undefined : <AgreementActions found={found} />}
      />
      <QueryPart query={query} what={text("agreement.title")} loadingRows={8} loadingColumns={4}>
        {({ agreement, terms, steps, duties }) => (
          <>
            <AgreementWay agreement={agreement} steps={steps} />
            <AgreementFacts agreement={agreement} />
            <Terms agreement={agreement.key} terms={terms} />
            <Columns main={<Steps steps={steps} />} side={<Duties duties={duties} />} />
          </>
        )}
      </QueryPart>
    </Page>
  );
}

function AgreementFacts({ agreement }: { readonly agreement: Agreement }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const format = useFormat();
  return (
    <Facts>
      <Fact label={text("agreement.purpose")}>
        {contract.choiceAlone("catalog.agreement", "purpose", agreement.purpose)}
      </Fact>
      <Fact label={text("agreement.may")}>
        {agreement.actions.map((action) => contract.choice("catalog.use", "action", action)).join(text("and"))}
      </Fact>
      <Fact
        label={text("agreement.used")}
        drill={{ to: paths.dataset(agreement.dataset.key), search: { see: "uses", agreement: agreement.key } }}
      >
        {`${formatCount(agreement.uses)} / ${formatCount(agreement.useLimit)}`}
      </Fact>
      <Fact label={text("agreement.until")}>{format.time(agreement.expires - 1, "date")}</Fact>
      <Fact label={text("fact.code")}>
        <TextLink to={paths.dataset(agreement.dataset.key)}>{agreement.dataset.code}</TextLink>
      </Fact>
      {agreement.state === "FINALIZED" ? (
        <Fact label={text("agreement.left")}>
          <span className={styles.limit}>
            {formatCount(agreement.useLimit - agreement.uses)}
            <UsageBar part={agreement.uses} whole={agreement.useLimit} isLimit />
          </span>
        </Fact>
      ) : null}
    </Facts>
  );
}

function Terms({ agreement, terms }: { readonly agreement: number; readonly terms: NegotiationTerms }) {
  const text = useCatalogText();
  const words = useWords();
  return (
    <Panel title={text("agreement.terms")} actions={<TermsDocument of="agreement" id={agreement} />} isFlush>
      <div className={termsStyles.termsSentence}>
        <SentenceView sentence={words(terms.sentence)} />
      </div>
      <TermsTable agreement={agreement} />
    </Panel>
  );
}

/** Every move, newest first: who, what they put forward, and what it changed of the terms before. */
function Steps({ steps }: { readonly steps: readonly NegotiationStep[] }) {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const contract = useContractWords();
  const changes = useTermChanges();
  const items = steps.map((step, place) => ({
    key: `${step.entry} ${step.state}`,
    time: format.time(step.time),
    state: step.state === "TERMINATED" ? ("refused" as const) : ("sealed" as const),
    entry: step.entry,
    title: `${step.department === null ? text("agreement.byTime") : words(step.department.name)}${text("colon")}${contract.choiceAlone("catalog.agreement", "state", step.state)}`,
    detail: [step.message, ...changes(steps[place - 1]?.terms, step.terms)].filter((line) => line !== "").join("\n"),
  }));
  return (
    <Panel title={text("agreement.steps")} isFlush>
      <div className={styles.steps}>
        <Timeline items={items.toReversed()} />
      </div>
    </Panel>
  );
}

/** What changed of the terms from one move to the next, as lines. */
function useTermChanges(): (before: NegotiationTerms | undefined, after: NegotiationTerms) => readonly string[] {
  const text = useCatalogText();
  const format = useFormat();
  const contract = useContractWords();
  return (before, after) => {
    if (before === undefined) return [];
    const purpose = (value: string) => contract.choiceAlone("catalog.agreement", "purpose", value);
    const line = (label: string, from: string, to: string) =>
      from === to ? [] : [text("agreement.changed", { label, from, to })];
    return [
      ...line(text("agreement.purpose"), purpose(before.purpose), purpose(after.purpose)),
      ...line(text("field.useLimit"), formatCount(before.useLimit), formatCount(after.useLimit)),
      ...line(text("agreement.until"), format.time(before.expires - 1, "date"), format.time(after.expires - 1, "date")),
      ...(JSON.stringify(before.policy) === JSON.stringify(after.policy) ? [] : [text("agreement.policyChanged")]),
    ];
  };
}

function Duties({ duties }: { readonly duties: readonly Duty[] }) {
  const text = useCatalogText();
  const format = useFormat();
  return (
    <Panel title={text("agreement.duties")} isFlush>
      {duties.length === 0 ? (
        <p className={styles.noDuty}>{text("agreement.noDuties")}</p>
      ) : (
        duties.map((duty) => (
          <div key={duty.duty} className={styles.dutyRow}>
            <span>
              {text(`duty.${duty.duty}`)}
              {duty.withinDays === 0 ? null : (
                <span className={styles.dutyNote}> {text("agreement.withinDays", { count: duty.withinDays })}</span>
              )}
              {duty.statement === "" ? null : <span className={styles.dutyNote}> {duty.statement}</span>}
            </span>
            <Tag tone={duty.state === "overdue" ? "diverged" : duty.state === "owed" ? "pending" : "neutral"}>
              {duty.by === null || duty.state === "fulfilled"
                ? text(`dutyState.${duty.state}`)
                : text("agreement.dutyBy", { state: text(`dutyState.${duty.state}`), day: format.time(duty.by) })}
            </Tag>
          </div>
        ))
      )}
    </Panel>
  );
}
