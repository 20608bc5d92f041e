import { useMemo, useState } from "react";
import type { RowChange } from "#ledger-core/contract/api/shared.ts";
import { columnLabel, findText } from "#ledger-core/contract/text/texts.ts";
import { formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DiffSign } from "#renderer/shared/ui/diff-row.tsx";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import type { SentenceText } from "#renderer/shared/ui/sentence-view.tsx";
import styles from "./changes-table.module.css";
import { readChanges } from "./read-changes.ts";
import type { ChangedField, ChangedRecord } from "./read-changes.ts";
import { useChangesText } from "./text.ts";
import { useValueScope } from "./use-value-scope.ts";
import { isFingerprint, valueWords } from "./value-words.ts";

/** Rows and records drawn before the rest is asked for. */
const fieldsShown = 10;
const recordsShown = 12;
/** A value longer than this is a text to read, not a figure to compare. */
const longText = 40;

/** A line that the page adds above the records: what the records alone do not say, such as how many have signed. */
export type ExtraChange = {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
};

/**
 * What changes, record by record: each field as it is and as it will be, in words. Fingerprints stay hidden until they are asked for,
 * and long lists open on demand. `beforeLabel` and `afterLabel` head the two columns ("Now", "After you approve").
 */
export function ChangesTable(props: {
  readonly label: string;
  readonly changes: readonly RowChange[];
  readonly beforeLabel?: string;
  readonly afterLabel?: string;
  readonly extra?: readonly ExtraChange[];
}) {
  const text = useChangesText();
  const [showsAll, setShowsAll] = useState(false);
  const [showsFingerprints, setShowsFingerprints] = useState(false);
  const records = useMemo(() => readChanges(props.changes), [props.changes]);
  const { extra = [] } = props;
  const shown = showsAll ? records : records.slice(0, recordsShown);
  const hasFingerprints = records.some(({ fields }) => fields.some(holdsFingerprint));
  if (records.length === 0 && extra.length === 0) return <p className={styles.quiet}>{text("nothing")}</p>;
  return (
    <>
      <table className={styles.table} aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col" className={styles.what}>
              {text("what")}
            </th>
            <th scope="col">{props.beforeLabel ?? text("before")}</th>
            <th scope="col" className={styles.arrow}>
              <span className="visually-hidden">{text("becomes")}</span>
            </th>
            <th scope="col" className={styles.after}>
              {props.afterLabel ?? text("after")}
            </th>
          </tr>
        </thead>
        <tbody>
          {extra.map(({ key, label, before, after }) => (
            <tr key={key}>
              <td className={styles.label}>{label}</td>
              <td>{before}</td>
              <Arrow />
              <td className={styles.after}>{after}</td>
            </tr>
          ))}
          {shown.map((record) => (
            <Record
              key={`${record.change.table} ${record.change.key}`}
              record={record}
              showsFingerprints={showsFingerprints}
            />
          ))}
        </tbody>
      </table>
      {records.length > shown.length || hasFingerprints ? (
        <div className={styles.foot}>
          {records.length > shown.length ? (
            <Button kind="link" size="small" onClick={() => setShowsAll(true)}>
              {text("moreRecords", { count: formatCount(records.length) })}
            </Button>
          ) : null}
          {hasFingerprints ? (
            <Button kind="link" size="small" onClick={() => setShowsFingerprints(!showsFingerprints)}>
              {showsFingerprints ? text("hideFingerprints") : text("showFingerprints")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function Arrow() {
  return (
    <td className={styles.arrow}>
      <Icon name="arrowRight" size={12} />
    </td>
  );
}

function holdsFingerprint({ before, after }: ChangedField): boolean {
  return isFingerprint(before ?? null) || isFingerprint(after ?? null);
}

function Record({
  record,
  showsFingerprints,
}: {
  readonly record: ChangedRecord;
  readonly showsFingerprints: boolean;
}) {
  const text = useChangesText();
  const [showsAll, setShowsAll] = useState(false);
  const fields = record.fields.filter((field) => showsFingerprints || !holdsFingerprint(field));
  const shown = showsAll ? fields : fields.slice(0, fieldsShown);
  return (
    <>
      <tr className={styles.record}>
        <th scope="rowgroup" colSpan={4}>
          <span className={styles.recordName}>
            <DiffSign kind={record.kind} />
            <RecordName record={record} />
          </span>
        </th>
      </tr>
      {shown.map((field) => (
        <Field key={field.column} record={record} field={field} />
      ))}
      {fields.length > shown.length ? (
        <tr>
          <td colSpan={4}>
            <Button kind="link" size="small" onClick={() => setShowsAll(true)}>
              {text("showAll", { count: formatCount(fields.length) })}
            </Button>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function RecordName({ record: { change } }: { readonly record: ChangedRecord }) {
  const text = useChangesText();
  const words = useWords();
  const language = usePreferences((preferences) => preferences.language);
  const table = findText(language, `table.${change.table}`) ?? change.table;
  const named = language === "en" ? table.slice(0, 1).toUpperCase() + table.slice(1) : table;
  const about = words(change.about);
  return about === ""
    ? text("recordNumbered", { table: named, key: String(change.key) })
    : text("record", { table: named, about });
}

function Field({ record, field }: { readonly record: ChangedRecord; readonly field: ChangedField }) {
  const scope = useValueScope();
  const words = useWords();
  const { table, names } = record.change;
  const { column } = field;
  const say = (side: "before" | "after"): SentenceText => {
    const value = field[side];
    if (isFingerprint(value ?? null)) return formatHash(String(value));
    const named = names[side][column];
    const place = { table, column, row: record[side], name: named === undefined ? undefined : words(named) };
    return valueWords(scope, place, value);
  };
  const [before, after] = [
    record.kind === "added" ? noValue : say("before"),
    record.kind === "removed" ? noValue : say("after"),
  ];
  const mark = holdsFingerprint(field) ? styles.fingerprint : "";
  return (
    <tr>
      <td className={styles.label}>{columnLabel(scope.language, table, column)}</td>
      <td className={mark}>
        <Sentence text={before} />
      </td>
      <Arrow />
      <td className={`${styles.after} ${isLong(after) ? styles.long : ""} ${mark}`}>
        <Sentence text={after} />
      </td>
    </tr>
  );
}

function isLong(text: SentenceText): boolean {
  return typeof text !== "string" || text.length > longText;
}
