import { useState } from "react";
import type { RowChange } from "#ledger-core/contract/api/shared.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { columnLabel } from "#ledger-core/contract/text/texts.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { bodyFields, fieldLabel, tableOfField } from "./body-words.ts";
import { useChangesText } from "./text.ts";
import { useValueScope } from "./use-value-scope.ts";
import { isFingerprint, valueWords } from "./value-words.ts";

/** What was signed, field by field; fingerprints and keys only when they are asked for. A batch is counted. */
export function BodyFields({ kind, body }: { readonly kind: string; readonly body: Json }) {
  const text = useChangesText();
  const scope = useValueScope();
  const [showsFingerprints, setShowsFingerprints] = useState(false);
  if (Array.isArray(body)) return <p>{text("list", { count: formatCount(body.length) })}</p>;
  const fields = bodyFields(body);
  const hidden = fields.filter(({ value }) => isFingerprint(value));
  const shown = showsFingerprints ? fields : fields.filter((field) => !hidden.includes(field));
  const labels = distinctLabels(shown.map(({ path, column }) => [path, fieldLabel(scope.language, kind, column)]));
  const row = isRow(body) ? body : {};
  return (
    <>
      <FactList
        facts={shown.map(({ path, column, value }) => {
          const place = { table: tableOfField(kind, column), column, row };
          return {
            label: labels.get(path) ?? path,
            value: isFingerprint(value) ? (
              <code>{formatHash(String(value))}</code>
            ) : (
              <Sentence text={valueWords(scope, place, value)} />
            ),
          };
        })}
      />
      {hidden.length === 0 ? null : (
        <div>
          <Button kind="link" size="small" onClick={() => setShowsFingerprints(!showsFingerprints)}>
            {showsFingerprints ? text("hideFingerprints") : text("showFingerprints")}
          </Button>
        </div>
      )}
    </>
  );
}

/** What a record says that a change of it leaves as it is, for whoever has to know what they decide about. */
export function UnchangedFields({ change }: { readonly change: RowChange }) {
  const scope = useValueScope();
  const words = useWords();
  const { table, before, after, names } = change;
  if (!isRow(before)) return null;
  const later = isRow(after) ? after : {};
  const fields = Object.entries(before).filter(([column, value]) => {
    const isSame = JSON.stringify(value) === JSON.stringify(later[column]);
    const isSaid = typeof value === "string" ? value !== "" && !isFingerprint(value) : typeof value === "number";
    const isBareKey = typeof value === "number" && keyColumns.includes(column) && names.before[column] === undefined;
    return isSame && isSaid && !isBareKey;
  });
  return (
    <FactList
      facts={fields.map(([column, value]) => {
        const named = names.before[column];
        const name = named === undefined ? undefined : words(named);
        return {
          label: columnLabel(scope.language, table, column),
          value: <Sentence text={valueWords(scope, { table, column, row: before, name }, value)} />,
        };
      })}
    />
  );
}

/** Columns that hold a record's key: without its name it tells a person nothing. */
const keyColumns = ["offer", "agreement", "dataset", "proposal", "due"];

function isRow(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Two fields with one name are told apart by where they lie. */
function distinctLabels(named: readonly (readonly [path: string, label: string])[]): ReadonlyMap<string, string> {
  return new Map(
    named.map(([path, label]) => {
      const isTwice = named.filter(([, other]) => other === label).length > 1;
      return [path, isTwice ? `${label} (${path})` : label];
    }),
  );
}
