import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import type { Condition, Fact } from "#ledger-core/contract/schema/policy.ts";
import { ChoiceField, CountField } from "#renderer/shared/forms/fields.tsx";
import { IconButton } from "#renderer/shared/ui/button.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { conditionOn, yesOrNoFacts } from "./policy-draft.ts";
import { useConsortiumText } from "./text.ts";

const operators = ["eq", "neq", "lt", "lteq", "gt", "gteq"] as const;

/** One condition of a case: what it asks, how, and for what. */
export function ConditionEditor(props: {
  readonly kind: string;
  readonly condition: Condition;
  readonly facts: readonly Fact[];
  /** Undefined takes it out. */
  readonly onChange: (next: Condition | undefined) => void;
}) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { condition, onChange } = props;
  return (
    <div className={styles.condition}>
      <ChoiceField
        label={text("condition.fact")}
        isLabelHidden
        value={condition.fact}
        choices={props.facts.map((fact) => ({ value: fact, label: contract.fact(fact) }))}
        onChange={(value) => {
          const fact = props.facts.find((one) => one === value);
          if (fact !== undefined) onChange(conditionOn(fact));
        }}
      />
      <ConditionValue {...props} />
      <IconButton icon="close" label={text("condition.remove")} onClick={() => onChange(undefined)} />
    </div>
  );
}

function ConditionValue({
  kind,
  condition,
  onChange,
}: {
  readonly kind: string;
  readonly condition: Condition;
  readonly onChange: (next: Condition) => void;
}) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { fact, operator, value } = condition;
  if (yesOrNoFacts.includes(fact)) {
    return (
      <ChoiceField
        label={text("condition.value")}
        isLabelHidden
        value={isYes(condition) ? "yes" : "no"}
        choices={(["yes", "no"] as const).map((answer) => ({
          value: answer,
          label: contract.factAnswer(kind, fact, answer),
        }))}
        onChange={(answer) => onChange({ fact, operator: "eq", value: answer === "yes" ? 1 : 0 })}
      />
    );
  }
  return (
    <>
      <ChoiceField
        label={text("condition.operator")}
        isLabelHidden
        value={operator}
        choices={(fact === "sharing" ? (["eq", "neq"] as const) : operators).map((one) => ({
          value: one,
          label: text(`operator.${one}`),
        }))}
        onChange={(chosen) => {
          const next = operators.find((one) => one === chosen);
          if (next !== undefined) onChange({ ...condition, operator: next });
        }}
      />
      {fact === "sharing" ? (
        <ChoiceField
          label={text("condition.value")}
          isLabelHidden
          value={String(value)}
          choices={SHARING.map((one, place) => ({ value: String(place), label: contract.sharing(one) }))}
          onChange={(chosen) => onChange({ ...condition, value: Number(chosen) })}
        />
      ) : (
        <CountField
          label={text("condition.value")}
          isLabelHidden
          value={value}
          onChange={(next) => onChange({ ...condition, value: next ?? 0 })}
        />
      )}
    </>
  );
}

function isYes({ operator, value }: Condition): boolean {
  if (operator === "eq") return value === 1;
  if (operator === "neq") return value === 0;
  return operator === "gt" || operator === "gteq";
}
