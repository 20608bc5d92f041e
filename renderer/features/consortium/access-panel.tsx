import { Select } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { Access } from "#ledger-core/contract/api/catalog-access.ts";
import { formatDay } from "#ledger-core/contract/schema/civil-date.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { dayOf, endOfDay } from "#renderer/shared/format/times.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import { dayOfText } from "#renderer/shared/forms/typed-day.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { ownLanguageFirst } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { placeOfSpan, placeOfTime } from "./access-span.ts";
import styles from "./access.module.css";
import { Day } from "./day.tsx";
import { PersonLink } from "./person-link.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";

export type AccessView = {
  /** Key of the dataset asked about; 0 for none. */
  readonly dataset: number;
  /** The day asked about; undefined for today. */
  readonly day: number | undefined;
};

/** Who could see a dataset on a day: by the agreements that were in force then, and by the roles of people as they stood then. */
export function AccessPanel(props: {
  readonly view: AccessView;
  readonly actions: ReactNode;
  readonly onChange: (changed: Partial<AccessView>) => void;
}) {
  const text = useConsortiumText();
  const words = useWords();
  const { nowSeconds } = useFormat();
  const { view, onChange } = props;
  const today = dayOf(nowSeconds);
  const day = view.day ?? today;
  const query = useQuery({
    ...consortiumQueries.access(view.dataset, day >= today ? nowSeconds - (nowSeconds % 60) : endOfDay(day) - 1),
    enabled: view.dataset !== 0,
  });
  const found = view.dataset === 0 ? undefined : query.data;
  return (
    <Panel title={text("access.title")} caption={text("access.caption")} isFlush actions={props.actions}>
      <div className={styles.ask}>
        <DatasetChoice chosen={view.dataset} onChoose={(dataset) => onChange({ dataset })} />
        <div className={styles.day}>
          <DayField
            label={text("access.day")}
            value={formatDay(day)}
            max={formatDay(today)}
            onChange={(written) => onChange({ day: dayOfText(written) })}
          />
        </div>
        <p className={styles.answer} role="status">
          {found === undefined
            ? null
            : text("access.people", {
                people: text("access.count", { count: found.people }),
                departments: text("access.departments", { count: found.departments }),
              })}
        </p>
      </div>
      {found?.isContested === true ? <p className={styles.told}>{text("access.contested")}</p> : null}
      {found === undefined || found.owner === null ? null : (
        <p className={styles.told}>
          {text("access.owner", { count: found.owner.people, owner: words(found.owner.department.name) })}
        </p>
      )}
      {found?.isCut === true ? <p className={styles.told}>{text("access.cut")}</p> : null}
      {found === undefined || found.sharing === "conditional" ? null : (
        <p className={styles.told}>{text(`access.sharing.${found.sharing ?? "none"}`)}</p>
      )}
      {view.dataset === 0 ? (
        <EmptyState title={text("access.ask")} detail={text("access.askDetail")} />
      ) : (
        <QueryPart
          query={query}
          what={text("access.title")}
          loadingRows={5}
          empty={({ agreements }) =>
            agreements.length === 0 ? (
              <EmptyState title={text("access.nobody")} detail={text("access.nobodyDetail")} />
            ) : undefined
          }
        >
          {({ agreements, time }) => <AccessTable agreements={agreements} time={time} />}
        </QueryPart>
      )}
    </Panel>
  );
}

/** Any dataset of the catalogue, found by typing. */
function DatasetChoice(props: { readonly chosen: number; readonly onChoose: (dataset: number) => void }) {
  const text = useConsortiumText();
  const words = useWords();
  const { language } = useFormat();
  const [typed, setTyped] = useState("");
  const known = useQuery({ ...consortiumQueries.dataset(props.chosen), enabled: props.chosen !== 0 }).data;
  const option = (key: number, title: string, owner: string) => ({
    value: String(key),
    label: text("access.choice", { title: ownLanguageFirst(title, language), owner }),
  });
  const chosen =
    known === undefined || props.chosen === 0 ? [] : [option(known.key, known.title, words(known.owner.name))];
  // While nothing is typed, the field holds the words of what is chosen.
  const sought = typed === chosen[0]?.label ? "" : typed;
  const rows = useQuery({ ...consortiumQueries.datasets(sought), placeholderData: keepPreviousData }).data?.rows ?? [];
  const offered = rows.map(({ key, title, owner }) => option(key, title, words(owner.name)));
  return (
    <div className={styles.dataset}>
      <Select
        label={text("access.dataset")}
        placeholder={text("access.find")}
        data={[...offered.filter(({ value }) => value !== chosen[0]?.value), ...chosen]}
        filter={() => offered}
        value={props.chosen === 0 ? null : String(props.chosen)}
        searchable
        onSearchChange={setTyped}
        nothingFoundMessage={text("access.noDataset")}
        onChange={(value) => props.onChoose(Number(value ?? 0))}
      />
    </div>
  );
}

function AccessTable({ agreements, time }: { readonly agreements: readonly Access[]; readonly time: number }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  return (
    <DataTable
      label={text("access.title")}
      rows={agreements}
      rowKey={(row) => row.agreement}
      entry={(row) => row.entry}
      columns={[
        {
          key: "department",
          header: text("column.department"),
          isName: true,
          cell: (row) => (
            <TextLink to={paths.agreement(row.agreement)} className={styles.plainLink}>
              {words(row.department.name)}
            </TextLink>
          ),
        },
        {
          key: "people",
          header: text("tab.people"),
          align: "figure",
          cell: (row) => formatCount(row.isInForce && row.opens ? row.people : 0),
        },
        {
          key: "purpose",
          header: contract.column("catalog.agreement", "purpose"),
          cell: (row) => contract.value("catalog.agreement", "purpose", [row.purpose]),
        },
        {
          key: "actions",
          header: text("access.permits"),
          cell: (row) => contract.value("catalog.use", "action", row.actions),
        },
        {
          key: "span",
          header: text("access.span"),
          width: "18%",
          cell: (row) => <SpanBar row={row} time={time} />,
        },
        { key: "from", header: text("column.from"), cell: (row) => <Day time={row.from} /> },
        { key: "until", header: text("column.until"), cell: (row) => <Day time={row.until - 1} /> },
        {
          key: "by",
          header: text("access.by"),
          cell: (row) => (row.grantedBy === null ? text("nothing") : <PersonLink person={row.grantedBy} />),
        },
        sealColumn(text("column.seal")),
      ]}
    />
  );
}

/** When the agreement was in force within the year around the day, and where the day lies. */
function SpanBar({ row, time }: { readonly row: Access; readonly time: number }) {
  const text = useConsortiumText();
  const place = placeOfSpan(row, time);
  return (
    <div className={styles.span} role="img" aria-label={text(row.isInForce ? "access.inForce" : "access.notInForce")}>
      {place === undefined ? null : (
        <span
          className={styles.bar}
          data-force={row.isInForce}
          style={{ left: `${place.left}%`, width: `${place.width}%` }}
        />
      )}
      <span className={styles.dayLine} style={{ left: `${placeOfTime}%` }} />
    </div>
  );
}
