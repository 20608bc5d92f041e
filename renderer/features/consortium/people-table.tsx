import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import type { Column } from "#renderer/shared/ui/data-table.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { endsSoon } from "./ends-soon.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** People by post, with what they may do until when and whether they hold a key. `isGrouped` heads them by department. */
export function PeopleTable({
  people,
  isGrouped = false,
}: {
  readonly people: readonly PersonDetail[];
  readonly isGrouped?: boolean;
}) {
  const text = useConsortiumText();
  const words = useWords();
  const goTo = useGoTo();
  // Once for all rows: each that asked by itself would draw the list slowly.
  const { time } = useRights();
  const columns: readonly Column<PersonDetail>[] = [
    {
      key: "post",
      header: text("column.post"),
      isName: true,
      cell: (row) => (
        <TextLink to={paths.person(row.key)} className={styles.plainLink}>
          {words(row.title)}
        </TextLink>
      ),
    },
    {
      key: "name",
      header: text("column.name"),
      width: "72px",
      cell: (row) => <span className={styles.whole}>{row.maskedName}</span>,
    },
    { key: "handle", header: text("column.handle"), cell: (row) => <span className={styles.whole}>{row.handle}</span> },
    { key: "roles", header: text("column.roles"), cell: (row) => <Roles person={row} time={time} /> },
    {
      key: "key",
      header: text("column.key"),
      width: "80px",
      cell: (row) => (
        <span className={styles.whole}>
          <KeyState person={row} />
        </span>
      ),
    },
    sealColumn(text("column.seal")),
  ];
  return (
    <DataTable
      label={text("tab.people")}
      rows={people}
      rowKey={(row) => row.key}
      entry={(row) => row.entry}
      onOpen={(row) => goTo(paths.person(row.key))}
      columns={columns}
      {...(isGrouped && { group: (row: PersonDetail) => words(row.department.name) })}
    />
  );
}

function Roles({ person, time }: { readonly person: PersonDetail; readonly time: number }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const format = useFormat();
  const own = person.terms.filter(({ from, until }) => from <= time && (until === 0 || time < until));
  const lent = person.lent.filter(({ until }) => time < until);
  if (person.state === "left" || own.length + lent.length === 0) return text("noRole");
  return (
    <span className={styles.roles}>
      {own.map(({ role, until, entry }) => {
        const said =
          until === 0
            ? contract.role(role)
            : text("roleUntil", { role: contract.role(role), until: format.time(until - 1, "date") });
        return endsSoon(until, time) ? (
          <Tag key={`${role} ${entry}`} tone="pending">
            {text("roleEndsIn", { role: said, left: format.span(until - time) })}
          </Tag>
        ) : (
          <span key={`${role} ${entry}`}>{said}</span>
        );
      })}
      {lent.map(({ delegation, role, giver, until }) => (
        <span key={delegation} className={styles.quiet}>
          {text("roleLent", {
            role: contract.role(role),
            giver: giver[format.language],
            until: format.time(until - 1, "date"),
          })}
        </span>
      ))}
    </span>
  );
}

function KeyState({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  if (person.state === "left") return contract.state("kernel.person", person.state);
  const live = person.keys.filter(({ state }) => state === "live").length;
  if (live === 0) return <Tag tone="pending">{text("key.none")}</Tag>;
  return live === 1 ? text("key.live") : text("key.several", { count: live });
}
