import { SEAT_COUNT_MAX } from "#ledger-core/contract/schema/limits.ts";
import { FUNCTIONS, ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Bar, Party, Seat, Selector } from "#ledger-core/contract/schema/policy.ts";
import { ChecksField, ChoiceField, CountField } from "#renderer/shared/forms/fields.tsx";
import { IconButton } from "#renderer/shared/ui/button.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { barOfKind, selectorFrom, selectorValue } from "./policy-draft.ts";
import { useConsortiumText } from "./text.ts";

const barKinds = ["persons", "departments", "share", "over"] as const;

/** One seat: of which departments, by whom, and how many. */
export function SeatEditor(props: {
  readonly kind: string;
  readonly seat: Seat;
  readonly number: number;
  readonly parties: readonly Party[];
  /** Undefined takes it out. */
  readonly onChange: (next: Seat | undefined) => void;
}) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { kind, seat, onChange } = props;
  return (
    <div className={styles.seat} role="group" aria-label={text("seat.title", { number: props.number })}>
      <div className={styles.seatFields}>
        <ChoiceField
          label={text("seat.of")}
          value={selectorValue(seat.of)}
          choices={selectorsFor(seat.of, props.parties).map((of) => ({
            value: selectorValue(of),
            label: contract.selector(kind, of),
          }))}
          onChange={(value) => onChange({ ...seat, of: selectorFrom(value) })}
        />
        <ChoiceField
          label={text("seat.bar")}
          value={seat.bar.kind}
          choices={barKinds.map((one) => ({ value: one, label: text(`bar.${one}`) }))}
          onChange={(value) => {
            const next = barKinds.find((one) => one === value);
            if (next !== undefined && next !== seat.bar.kind) onChange({ ...seat, bar: barOfKind(next) });
          }}
        />
        <BarFields bar={seat.bar} onChange={(bar) => onChange({ ...seat, bar })} />
        <IconButton
          icon="close"
          label={text("seat.remove", { number: props.number })}
          onClick={() => onChange(undefined)}
        />
      </div>
      <ChecksField
        label={text("seat.roles")}
        value={seat.roles}
        choices={ROLES.map((role) => ({ value: role, label: contract.role(role) }))}
        onChange={(chosen) => onChange({ ...seat, roles: ROLES.filter((role) => chosen.includes(role)) })}
      />
    </div>
  );
}

function selectorsFor(of: Selector, parties: readonly Party[]): readonly Selector[] {
  const named = of.kind === "party" ? [of.name] : of.kind === "other" ? [of.than] : [];
  const all = [...new Set([...parties, ...named])];
  return [
    { kind: "own" },
    { kind: "any" },
    ...all.map((name): Selector => ({ kind: "party", name })),
    ...all.map((than): Selector => ({ kind: "other", than })),
    ...FUNCTIONS.map((name): Selector => ({ kind: "function", name })),
  ];
}

function BarFields({ bar, onChange }: { readonly bar: Bar; readonly onChange: (bar: Bar) => void }) {
  const text = useConsortiumText();
  if (bar.kind === "persons" || bar.kind === "departments") {
    return (
      <CountField
        label={text("bar.count")}
        value={bar.count}
        min={1}
        max={SEAT_COUNT_MAX}
        onChange={(count) => onChange({ ...bar, count: count ?? 1 })}
      />
    );
  }
  return (
    <div className={styles.fraction}>
      <CountField
        label={text("bar.numerator")}
        value={bar.numerator}
        min={bar.kind === "over" ? 0 : 1}
        max={1_000}
        onChange={(numerator) => onChange({ ...bar, numerator: numerator ?? 1 })}
      />
      <CountField
        label={text("bar.denominator")}
        value={bar.denominator}
        min={1}
        max={1_000}
        onChange={(denominator) => onChange({ ...bar, denominator: denominator ?? 1 })}
      />
    </div>
  );
}
