import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { Fact, Facts, Figure } from "#renderer/shared/ui/figures.tsx";
import styles from "./catalog.module.css";
import { useCycleWords } from "#renderer/shared/i18n/cycle-words.tsx";
import { useCatalogText } from "./text.ts";

/** The facts of a dataset; each figure opens the rows that it counts. */
export function DatasetFacts({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const words = useWords();
  const contract = useContractWords();
  const head = dataset.versions[0];
  const { month } = dataset;
  const here = paths.dataset(dataset.key);
  const uses = { see: "uses", since: month.from };
  return (
    <Facts>
      <Fact label={text("fact.owner")}>{words(dataset.owner.name)}</Fact>
      <Fact label={text("fact.code")}>{dataset.code}</Fact>
      <Fact label={text("fact.sharing")}>{contract.choiceAlone("catalog.dataset", "sharing", dataset.sharing)}</Fact>
      <Fact label={text("fact.cycle")}>
        <CycleFact dataset={dataset} />
      </Fact>
      <Fact label={text("fact.lastUpload")}>
        <UploadFact dataset={dataset} />
      </Fact>
      <Fact label={text("fact.rows")} {...(head !== undefined && { drill: { to: here, search: { see: "versions" } } })}>
        {head === undefined ? noValue : formatCount(head.rowCount)}
      </Fact>
      <Fact label={text("fact.month")}>
        <Figure drill={{ to: here, search: { ...uses, uses: "all" } }}>
          {text("fact.uses", { count: month.uses, uses: formatCount(month.uses) })}
        </Figure>
        {month.refused === 0 ? null : (
          <>
            {text("comma")}
            <Figure drill={{ to: here, search: { ...uses, uses: "refused" } }}>
              <span className={styles.refused}>{text("fact.refused", { count: formatCount(month.refused) })}</span>
            </Figure>
          </>
        )}
      </Fact>
    </Facts>
  );
}

/** The cycle with the day on which the next version is due; in amber once that day is past, in red once it is long past. */
function CycleFact({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const format = useFormat();
  const { word, due } = dataset.freshness;
  const cycle = useCycleWords()(rowText(dataset, "updateCycle"));
  if (due === null) return cycle;
  const day = format.time(due, "day");
  if (word !== "due" && word !== "overdue") return text("fact.nextDue", { cycle, day });
  return (
    <span className={styles.late} data-tone={word}>
      {text(word === "due" ? "fact.wasDue" : "fact.overdue", { cycle, day })}
    </span>
  );
}

/** The day of the newest upload that stands, and whether it kept the cycle that began with the one before. */
function UploadFact({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const format = useFormat();
  const head = dataset.versions.find(({ standing }) => standing !== "withdrawn");
  if (head === undefined) return text("fact.noUpload");
  const day = format.time(head.time, "day");
  const { lastKept } = dataset.freshness;
  return lastKept === null ? day : text(lastKept ? "fact.onTime" : "fact.late", { day });
}

/** A field of the row as it stands; empty where it is no text. */
export function rowText(dataset: DatasetDetail, field: string): string {
  const { row } = dataset;
  const value =
    typeof row === "object" && row !== null && field in row ? (row as Readonly<Record<string, unknown>>)[field] : "";
  return typeof value === "string" ? value : "";
}

/** Elements that its own standard or the national catalogue still misses; nothing where both are whole. */
export function MissingNote({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const list = (elements: readonly string[]): string =>
    elements.map((element) => contract.column("catalog.dataset", element)).join(text("and"));
  const { missing, missingForNational } = dataset;
  const profile = contract.choice("catalog.dataset", "profile", rowText(dataset, "profile"));
  if (missing.length === 0 && missingForNational.length === 0) return <span>{text("missing.none")}</span>;
  return (
    <>
      {missing.length === 0 ? null : (
        <span className={styles.note} data-tone="pending">
          {text("missing.own", { profile, elements: list(missing) })}
        </span>
      )}
      {missingForNational.length === 0 || rowText(dataset, "profile") === "national" ? null : (
        <span className={styles.note}>{text("missing.national", { elements: list(missingForNational) })}</span>
      )}
    </>
  );
}

/** What one's own department still has of its agreements in force; absent for who has none. */
export function MyUses({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const format = useFormat();
  const contract = useContractWords();
  const inForce = dataset.mine.filter(({ state }) => state === "FINALIZED");
  const waiting = dataset.mine.length - inForce.length;
  if (dataset.mine.length === 0) return null;
  return (
    <aside className={styles.mine} aria-label={text("mine")}>
      <p className={styles.mineTitle}>{text("mine")}</p>
      {inForce.map(({ key, purpose, uses, useLimit, expires }) => (
        <div key={key}>
          <p>
            <strong>
              <Figure drill={{ to: paths.dataset(dataset.key), search: { see: "uses", agreement: key } }}>
                {formatCount(Math.max(0, useLimit - uses))}
              </Figure>
            </strong>{" "}
            {text("mine.left", { count: useLimit, limit: formatCount(useLimit) })}
          </p>
          <p className={styles.mineTitle}>
            {text("mine.until", {
              purpose: contract.choiceAlone("catalog.agreement", "purpose", purpose),
              day: format.time(expires - 1, "date"),
            })}
          </p>
          <span className={styles.mineBar} data-near={uses * 10 > useLimit * 9} aria-hidden="true">
            <span style={{ width: `${Math.min(100, (uses * 100) / Math.max(1, useLimit))}%` }} />
          </span>
        </div>
      ))}
      {waiting === 0 ? null : <p>{text("mine.waiting", { count: waiting })}</p>}
    </aside>
  );
}
