import { useQuery } from "@tanstack/react-query";
import type { Contest, LikePair } from "#ledger-core/contract/api/catalog-care.ts";
import { useDrawerOfPage } from "#renderer/shared/drawer/drawer.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { CatalogSections } from "#renderer/shared/navigation/catalog-sections.tsx";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import styles from "./care.module.css";
import { openJudgeForm } from "./judge-form.tsx";
import { careQueries } from "./queries.ts";
import { openResolveForm } from "./resolve-form.tsx";
import { useCareText } from "./text.ts";
import { useIsDecider } from "./use-is-decider.ts";

type View = { readonly judged: boolean };

function parseView(raw: Readonly<Record<string, unknown>>): View {
  return { judged: raw["judged"] === true };
}

/** Whose data it is, where that is not plain: datasets that look alike, and claims that somebody has signed. */
export function ClaimsPage() {
  useDrawerOfPage();
  const text = useCareText();
  const shared = useSharedText();
  return (
    <Page>
      <PageHeader title={shared("catalog")} beside={<CatalogSections chosen="claims" />} lead={text("claims.lead")} />
      <Columns main={<PairsPanel />} side={<ContestsPanel />} />
    </Page>
  );
}

function PairsPanel() {
  const text = useCareText();
  const [{ judged }, change] = useViewState(parseView);
  const query = useQuery(careQueries.pairs(judged));
  return (
    <QueryPanel
      title={text("pairs.title")}
      caption={query.data === undefined ? undefined : text("pairs.caption", { percent: query.data.percent })}
      what={text("pairs.title")}
      query={query}
      isFlush
      loadingRows={8}
      loadingColumns={2}
      actions={
        <Segments
          label={text("pairs.title")}
          chosen={judged ? "judged" : "waiting"}
          choices={[
            { key: "waiting", label: text("pairs.waiting") },
            { key: "judged", label: text("pairs.judged") },
          ]}
          onChoose={(key) => change({ judged: key === "judged" })}
        />
      }
    >
      {({ pairs, may }) =>
        pairs.length === 0 ? (
          <EmptyState
            title={text(judged ? "pairs.noneJudged" : "pairs.none")}
            detail={text(judged ? "pairs.noneJudgedDetail" : "pairs.noneDetail")}
          />
        ) : (
          pairs.map((pair) => <Pair key={`${pair.first.key} ${pair.second.key}`} pair={pair} may={may} />)
        )
      }
    </QueryPanel>
  );
}

function Pair({ pair, may }: { readonly pair: LikePair; readonly may: boolean }) {
  const text = useCareText();
  const contract = useContractWords();
  return (
    <section className={styles.pair} aria-label={`${pair.first.title} / ${pair.second.title}`}>
      <div className={styles.pairHead}>
        {pair.sameName ? <Tag tone="pending">{text("pairs.sameName")}</Tag> : null}
        {pair.percent === 0 ? null : <Tag>{text("pairs.inCommon", { percent: pair.percent })}</Tag>}
        {pair.verdict === null ? null : (
          <Tag tone={pair.verdict === "same" ? "diverged" : "neutral"}>
            {contract.choiceAlone("catalog.likeness", "verdict", pair.verdict)}
          </Tag>
        )}
        {may ? (
          <span className={styles.pairActions}>
            <Button size="small" onClick={() => openJudgeForm(pair, "distinct", text("judge.distinct.title"))}>
              {text("judge.distinct.open")}
            </Button>
            <Button size="small" onClick={() => openJudgeForm(pair, "same", text("judge.same.title"))}>
              {text("judge.same.open")}
            </Button>
          </span>
        ) : null}
      </div>
      <Side dataset={pair.first} />
      <Side dataset={pair.second} />
      {pair.reason === "" ? null : <p className={styles.small}>{pair.reason}</p>}
    </section>
  );
}

function Side({ dataset }: { readonly dataset: LikePair["first"] }) {
  const text = useCareText();
  const words = useWords();
  return (
    <div className={styles.side}>
      <TextLink to={paths.dataset(dataset.key)}>
        <NameInTwo name={dataset.title} />
      </TextLink>
      <span>{words(dataset.owner.name)}</span>
      <span className={styles.small}>
        {text("pairs.about", {
          code: dataset.code,
          items: formatCount(dataset.items),
        })}
        {text("comma")}
        {text("pairs.inForce", { count: dataset.agreementsInForce })}
      </span>
    </div>
  );
}

function ContestsPanel() {
  const text = useCareText();
  const query = useQuery(careQueries.contests());
  return (
    <QueryPanel
      title={text("contests.title")}
      what={text("contests.title")}
      query={query}
      isFlush
      loadingRows={4}
      loadingColumns={1}
    >
      {({ contests }) =>
        contests.length === 0 ? (
          <EmptyState title={text("contests.none")} detail={text("contests.noneDetail")} />
        ) : (
          contests.map((contest) => <ContestView key={contest.key} contest={contest} />)
        )
      }
    </QueryPanel>
  );
}

function ContestView({ contest }: { readonly contest: Contest }) {
  const text = useCareText();
  const contract = useContractWords();
  const words = useWords();
  const format = useFormat();
  const isDecider = useIsDecider();
  const { state } = contest;
  return (
    <article className={styles.contest} aria-label={contest.dataset.title}>
      <div className={styles.contestHead}>
        <Tag tone={state === "open" ? "pending" : "neutral"}>
          {state === "open" ? text("contests.open") : contract.choiceAlone("catalog.contest", "state", state)}
        </Tag>
        <Tag>{contract.choiceAlone("catalog.contest", "ground", contest.ground)}</Tag>
        <Seal state="sealed" compact entry={contest.entry} />
      </div>
      <TextLink to={paths.dataset(contest.dataset.key)}>
        <NameInTwo name={contest.dataset.title} />
      </TextLink>
      <span>
        {text("contests.between", { claimant: words(contest.claimant.name), owner: words(contest.owner.name) })}
      </span>
      <p className={styles.statement}>{contest.statement}</p>
      <span className={styles.small}>
        {text("contests.by", {
          person: `${words(contest.person.title)} ${contest.person.maskedName}`,
          time: format.time(contest.opened),
        })}
      </span>
      {contest.decided === null ? null : (
        <p>
          {text("contests.decided", { time: format.time(contest.decided), reason: contest.decision })}
          {contest.newOwner === null ? null : ` ${text("contests.newOwner", { owner: words(contest.newOwner.name) })}`}
        </p>
      )}
      {state === "open" && isDecider ? (
        <span className={styles.pairActions}>
          <Button size="small" kind="primary" onClick={() => openResolveForm(contest, text("resolve.title"))}>
            {text("resolve.open")}
          </Button>
        </span>
      ) : null}
    </article>
  );
}
