import { Checkbox } from "@mantine/core";
import {
  POLICY_ALTERNATIVES_MAX,
  POLICY_CONDITIONS_MAX,
  POLICY_SEATS_MAX,
} from "#ledger-core/contract/schema/limits.ts";
import type { Alternative, Fact, Party, PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { ChecksField, CountField } from "#renderer/shared/forms/fields.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import styles from "./consortium.module.css";
import { conditionOn, newAlternative, newSeat, withItem } from "./policy-draft.ts";
import { SeatEditor } from "./seat-editor.tsx";
import { useConsortiumText } from "./text.ts";

const daySeconds = 86_400;
const deadlineDaysMax = 90;

/** One case of a policy: when it applies, whose signatures will do, whose do not count, and the time there is to sign. */
export function CaseEditor(props: {
  readonly kind: string;
  readonly policyCase: PolicyCase;
  readonly number: number;
  readonly facts: readonly Fact[];
  readonly parties: readonly Party[];
  /** Undefined takes the case out. */
  readonly onChange: (next: PolicyCase | undefined) => void;
  readonly onEarlier: (() => void) | undefined;
}) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { kind, policyCase, parties, onChange } = props;
  const change = (changed: Partial<PolicyCase>) => onChange({ ...policyCase, ...changed });
  const { alternatives } = policyCase;
  return (
    <Panel
      title={text("case.title", { number: props.number })}
      caption={contract.caseConditions(kind, policyCase, text(props.number > 1 ? "cases.rest" : "cases.always"))}
      actions={
        <>
          {props.onEarlier === undefined ? null : (
            <Button kind="link" size="small" onClick={props.onEarlier}>
              {text("case.earlier")}
            </Button>
          )}
          <Button kind="link" size="small" onClick={() => onChange(undefined)}>
            {text("case.remove")}
          </Button>
        </>
      }
    >
      <div className={styles.case}>
        <p className={styles.caseSentence}>
          <Sentence text={contract.caseNeed(kind, policyCase)} />
        </p>
        <Conditions kind={kind} policyCase={policyCase} facts={props.facts} onChange={change} />
        {alternatives.map((alternative, place) => (
          <AlternativeEditor
            key={place}
            kind={kind}
            alternative={alternative}
            number={place + 1}
            isOnly={alternatives.length === 1}
            parties={parties}
            onChange={(next) => change({ alternatives: withItem(alternatives, place, next) })}
          />
        ))}
        <div>
          <Button
            size="small"
            isDisabled={alternatives.length >= POLICY_ALTERNATIVES_MAX}
            onClick={() => change({ alternatives: [...alternatives, newAlternative] })}
          >
            {text(alternatives.length === 0 ? "alternative.first" : "alternative.add")}
          </Button>
        </div>
        <Limits kind={kind} policyCase={policyCase} parties={parties} onChange={change} />
      </div>
    </Panel>
  );
}

type PartProps = {
  readonly kind: string;
  readonly policyCase: PolicyCase;
  readonly onChange: (changed: Partial<PolicyCase>) => void;
};

function Conditions({ kind, policyCase, facts, onChange }: PartProps & { readonly facts: readonly Fact[] }) {
  const text = useConsortiumText();
  const { when } = policyCase;
  const offered = [...new Set([...facts, ...when.map(({ fact }) => fact)])];
  const [first] = offered;
  return (
    <fieldset className={styles.part}>
      <legend>{text("case.when")}</legend>
      {when.length === 0 ? <p className={styles.quiet}>{text("cases.always")}</p> : null}
      {when.map((condition, place) => (
        <ConditionEditor
          key={place}
          kind={kind}
          condition={condition}
          facts={offered}
          onChange={(next) => onChange({ when: withItem(when, place, next) })}
        />
      ))}
      {first === undefined || when.length >= POLICY_CONDITIONS_MAX ? null : (
        <div>
          <Button size="small" onClick={() => onChange({ when: [...when, conditionOn(first)] })}>
            {text("condition.add")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function AlternativeEditor(props: {
  readonly kind: string;
  readonly alternative: Alternative;
  readonly number: number;
  readonly isOnly: boolean;
  readonly parties: readonly Party[];
  readonly onChange: (next: Alternative | undefined) => void;
}) {
  const text = useConsortiumText();
  const { alternative, onChange } = props;
  const { seats } = alternative;
  return (
    <fieldset className={styles.part}>
      <legend>{props.isOnly ? text("alternative.only") : text("alternative.title", { number: props.number })}</legend>
      {seats.map((seat, place) => (
        <SeatEditor
          key={place}
          kind={props.kind}
          seat={seat}
          number={place + 1}
          parties={props.parties}
          onChange={(next) => onChange({ ...alternative, seats: withItem(seats, place, next) })}
        />
      ))}
      <div className={styles.partButtons}>
        <Button
          size="small"
          isDisabled={seats.length >= POLICY_SEATS_MAX}
          onClick={() => onChange({ ...alternative, seats: [...seats, newSeat] })}
        >
          {text("seat.add")}
        </Button>
        {seats.length < 2 ? null : (
          <Checkbox
            size="xs"
            label={text("alternative.inTurn")}
            checked={alternative.order === "in-turn"}
            onChange={(event) => onChange({ ...alternative, order: event.currentTarget.checked ? "in-turn" : "any" })}
          />
        )}
        {seats.length < 2 && alternative.distinct === "persons" ? null : (
          <Checkbox
            size="xs"
            label={text("alternative.apart")}
            checked={alternative.distinct === "departments"}
            onChange={(event) =>
              onChange({ ...alternative, distinct: event.currentTarget.checked ? "departments" : "persons" })
            }
          />
        )}
        <span className={styles.partEnd}>
          <Button kind="link" size="small" onClick={() => onChange(undefined)}>
            {text("alternative.remove")}
          </Button>
        </span>
      </div>
    </fieldset>
  );
}

function Limits({ kind, policyCase, parties, onChange }: PartProps & { readonly parties: readonly Party[] }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { excludeParties, excludeProposer, deadlineSeconds } = policyCase;
  const named = [...new Set([...parties, ...excludeParties])];
  return (
    <fieldset className={styles.part}>
      <legend>{text("case.limits")}</legend>
      <Checkbox
        size="xs"
        label={text("case.excludeProposer")}
        checked={excludeProposer === "yes"}
        onChange={(event) => onChange({ excludeProposer: event.currentTarget.checked ? "yes" : "no" })}
      />
      {named.length === 0 ? null : (
        <ChecksField
          label={text("case.excludeParties")}
          value={excludeParties}
          choices={named.map((party) => ({ value: party, label: contract.party(kind, party) }))}
          onChange={(chosen) => onChange({ excludeParties: chosen })}
        />
      )}
      <div className={styles.deadline}>
        <CountField
          label={text("case.deadline")}
          value={Math.max(1, Math.round(deadlineSeconds / daySeconds))}
          min={1}
          max={deadlineDaysMax}
          onChange={(days) =>
            onChange({ deadlineSeconds: Math.min(deadlineDaysMax, Math.max(1, days ?? 1)) * daySeconds })
          }
        />
      </div>
    </fieldset>
  );
}
