import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import type { LedgerView } from "./ledger-view.ts";
import styles from "./ledger.module.css";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";

/** Kinds that no policy names: acts on proposals, and what the ledger enters by itself. */
const otherKinds = [
  "proposal.vote",
  "proposal.amend",
  "proposal.withdraw",
  "proposal.retry",
  "proposal.expire",
  "catalog.agreement-expiry",
  "catalog.request-ended",
  "block",
  "genesis",
];

/** Whether the entries that close a block stand among the others. A kind or a department decides that by itself. */
export function ClosingFilter({
  view,
  onChange,
}: {
  readonly view: LedgerView;
  readonly onChange: (changed: Partial<LedgerView>) => void;
}) {
  const text = useLedgerText();
  if (view.kind !== "" || view.department !== 0) return null;
  return (
    <div className={styles.closing}>
      <Checkbox
        size="xs"
        checked={!view.closing}
        label={text("filter.closing")}
        onChange={(event) => onChange({ closing: !event.currentTarget.checked })}
      />
    </div>
  );
}

/** Narrows the entries to one kind and one department. */
export function EntriesFilter({
  view,
  onChange,
}: {
  readonly view: LedgerView;
  readonly onChange: (changed: Partial<LedgerView>) => void;
}) {
  const text = useLedgerText();
  const words = useWords();
  const contract = useContractWords();
  const departments = useQuery(ledgerQueries.departments()).data?.departments ?? [];
  const policies = useQuery(ledgerQueries.policies()).data?.policies ?? [];
  const kinds = [...new Set([...policies.map(({ kind }) => kind), ...otherKinds])];
  const isMissing = view.kind !== "" && !kinds.includes(view.kind);
  return (
    <div className={styles.filter}>
      <select
        aria-label={text("filter.kind")}
        value={view.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value })}
      >
        <option value="">{text("filter.allKinds")}</option>
        {[...kinds, ...(isMissing ? [view.kind] : [])].map((kind) => (
          <option key={kind} value={kind}>
            {contract.kind(kind)}
          </option>
        ))}
      </select>
      <select
        aria-label={text("filter.department")}
        value={view.department}
        onChange={(event) => onChange({ department: Number(event.currentTarget.value) })}
      >
        <option value={0}>{text("filter.allDepartments")}</option>
        {departments.map(({ key, name }) => (
          <option key={key} value={key}>
            {words(name)}
          </option>
        ))}
      </select>
    </div>
  );
}
