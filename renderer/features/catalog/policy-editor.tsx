import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { DUTIES, PURPOSES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import { deadPermissions, purposesOpen, termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { dayOf } from "#renderer/shared/format/times.ts";
import { ChecksField, CountField, FieldPair } from "#renderer/shared/forms/fields.tsx";
import { ManyField } from "#renderer/shared/forms/many-field.tsx";
import { DayNumberField } from "./day-number-field.tsx";
import styles from "./forms.module.css";
import { emptyRule, ownRules, policyOfDraft } from "./policy-draft.ts";
import type { Duty, PolicyDraft, RuleDraft } from "./policy-draft.ts";
import { catalogQueries } from "./queries.ts";
import { TermsFromFile } from "./terms-from-file.tsx";
import type { CatalogText } from "./text.ts";
import { useCatalogText } from "./text.ts";

/**
 * What a policy still lacks before it can be put forward, in words; with the purpose of an agreement, whether it permits anything for
 * that. Terms that nobody could ever make use of are not put forward.
 */
export function missingInPolicy(text: CatalogText, draft: PolicyDraft, purpose = ""): readonly string[] {
  const { permissions, prohibitions, asTheyStand } = draft;
  const policy = policyOfDraft(draft);
  const isClosed = purpose !== "" && !purposesOpen(policy).some((open) => open === purpose);
  const closed = isClosed && policy.permissions.length > 0 ? [text("offer.openPurpose")] : [];
  if (asTheyStand !== undefined) return closed;
  return [
    ...(permissions.length === 0 ? [text("offer.aPermission")] : []),
    ...([...permissions, ...prohibitions].some((rule) => rule.actions.length === 0) ? [text("offer.anAction")] : []),
    ...deadPermissions(policy).map((place) => text("offer.alive", { number: place + 1 })),
    ...closed,
  ];
}

/** The terms of use as one edits them: the sentence that they make, and each permission and prohibition. */
export function PolicyEditor(props: {
  readonly policy: PolicyDraft;
  /** What an agreement is for, once that is chosen: the sentence then says only what holds for it. */
  readonly purpose?: string;
  /** The department that an agreement is with, by name; nothing where the terms are for whoever asks. */
  readonly user?: string | undefined;
  readonly onChange: (changed: Partial<PolicyDraft>) => void;
}) {
  const text = useCatalogText();
  const { policy: values, onChange: change } = props;
  const replace = (list: "permissions" | "prohibitions", place: number, rule: RuleDraft | undefined) =>
    change({ [list]: values[list].flatMap((one, i) => (i !== place ? [one] : rule === undefined ? [] : [rule])) });
  if (values.asTheyStand !== undefined)
    return (
      <>
        <OfferSentence draft={values} purpose={props.purpose} user={props.user} />
        <p className={styles.note}>{text("offer.asTheyStand")}</p>
        <div className={styles.buttons}>
          <Button size="small" onClick={() => change(ownRules())}>
            {text("offer.ownRules")}
          </Button>
          <TermsFromFile onTake={change} />
        </div>
      </>
    );
  return (
    <>
      <OfferSentence draft={values} purpose={props.purpose} user={props.user} />
      {values.permissions.map((rule, place) => (
        <RuleEditor
          key={place}
          title={text("offer.permission")}
          rule={rule}
          isPermission
          {...(values.permissions.length > 1 && { onRemove: () => replace("permissions", place, undefined) })}
          onChange={(changed) => replace("permissions", place, changed)}
        />
      ))}
      {values.prohibitions.map((rule, place) => (
        <RuleEditor
          key={place}
          title={text("offer.prohibition")}
          rule={rule}
          isPermission={false}
          onRemove={() => replace("prohibitions", place, undefined)}
          onChange={(changed) => replace("prohibitions", place, changed)}
        />
      ))}
      <div className={styles.buttons}>
        <Button size="small" onClick={() => change({ permissions: [...values.permissions, emptyRule] })}>
          {text("offer.addPermission")}
        </Button>
        <Button size="small" onClick={() => change({ prohibitions: [...values.prohibitions, emptyRule] })}>
          {text("offer.addProhibition")}
        </Button>
        <TermsFromFile onTake={change} />
      </div>
    </>
  );
}

/** The terms as one reads them, written while they are edited. */
function OfferSentence(props: {
  readonly draft: PolicyDraft;
  readonly purpose: string | undefined;
  readonly user: string | undefined;
}) {
  const { draft, purpose, user } = props;
  const text = useCatalogText();
  const contract = useContractWords();
  const departments = useDepartmentNames();
  const policy = policyOfDraft(draft);
  const agreedFor = PURPOSES.find((one) => one === purpose);
  const sentence = contract.usePolicy(agreedFor === undefined ? policy : termsForPurpose(policy, agreedFor), {
    departmentByCode: (code) => departments.find(({ value }) => value === code)?.label ?? code,
    ...(user === undefined ? {} : { user }),
  });
  return (
    <div
      className={styles.sentence}
      data-stays-in-sight
      role="group"
      aria-label={text("offer.reads")}
      aria-live="polite"
      // What scrolls must take the focus, or the keyboard cannot move it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <p className={styles.groupName}>{text("offer.reads")}</p>
      <p>
        <Sentence text={sentence} />
      </p>
    </div>
  );
}

function useDepartmentNames(): readonly { readonly value: string; readonly label: string }[] {
  const words = useWords();
  const departments = useQuery(catalogQueries.departments()).data?.departments ?? [];
  return departments.map((department) => ({ value: department.uscc, label: words(department.name) }));
}

function RuleEditor(props: {
  readonly title: string;
  readonly rule: RuleDraft;
  readonly isPermission: boolean;
  readonly onChange: (rule: RuleDraft) => void;
  readonly onRemove?: () => void;
}) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { nowSeconds } = useFormat();
  const { rule, isPermission, onChange } = props;
  const change = (changed: Partial<RuleDraft>) => onChange({ ...rule, ...changed });
  return (
    <section className={styles.rule} aria-label={props.title}>
      <div className={styles.ruleHead}>
        <h3>{props.title}</h3>
        {props.onRemove === undefined ? null : (
          <Button kind="link" size="small" onClick={props.onRemove}>
            {text("offer.remove")}
          </Button>
        )}
      </div>
      <ChecksField
        label={isPermission ? text("offer.may") : text("offer.mayNot")}
        value={rule.actions}
        choices={USE_ACTIONS.map((value) => ({ value, label: contract.choiceAlone("catalog.use", "action", value) }))}
        onChange={(actions) => change({ actions: USE_ACTIONS.filter((action) => actions.includes(action)) })}
      />
      <ChecksField
        label={text("offer.purposes")}
        note={rule.purposes.length === 0 ? text("offer.anyPurpose") : undefined}
        value={rule.purposes}
        choices={PURPOSES.map((value) => ({ value, label: contract.choiceAlone("catalog.use", "purpose", value) }))}
        onChange={(purposes) => change({ purposes: PURPOSES.filter((purpose) => purposes.includes(purpose)) })}
      />
      <RecipientsField value={rule.recipients} onChange={(recipients) => change({ recipients })} />
      {isPermission ? (
        <>
          <FieldPair>
            <CountField
              label={text("offer.count")}
              note={text("offer.countNote")}
              min={1}
              unit={text("unit.times")}
              value={rule.count}
              onChange={(count) => change({ count })}
            />
            <DayNumberField
              label={text("offer.until")}
              note={text("offer.untilNote")}
              min={dayOf(nowSeconds)}
              value={rule.until}
              onChange={(until) => change({ until })}
            />
          </FieldPair>
          <Duties duties={rule.duties} onChange={(duties) => change({ duties })} />
        </>
      ) : null}
    </section>
  );
}

/** The departments that a rule names. */
function RecipientsField(props: {
  readonly value: readonly string[];
  readonly onChange: (recipients: readonly string[]) => void;
}) {
  const text = useCatalogText();
  return (
    <ManyField
      label={text("offer.recipients")}
      note={props.value.length === 0 ? text("offer.anyRecipient") : undefined}
      value={props.value}
      choices={useDepartmentNames()}
      nothingFound={text("offer.noDepartment")}
      onChange={props.onChange}
    />
  );
}

/** What is owed for a use, each with the days within which. */
function Duties({
  duties,
  onChange,
}: {
  readonly duties: RuleDraft["duties"];
  readonly onChange: (duties: RuleDraft["duties"]) => void;
}) {
  const text = useCatalogText();
  const set = (duty: Duty, days: number | undefined) =>
    onChange(
      Object.fromEntries(
        DUTIES.flatMap((one) => {
          const kept = one === duty ? days : duties[one];
          return kept === undefined ? [] : [[one, kept]];
        }),
      ),
    );
  return (
    <fieldset className={styles.checks}>
      <legend>{text("offer.duties")}</legend>
      {DUTIES.map((duty) => {
        const days = duties[duty];
        return (
          <div key={duty} className={styles.duty}>
            <Checkbox
              size="xs"
              label={text(`duty.${duty}`)}
              checked={days !== undefined}
              onChange={(event) => set(duty, event.currentTarget.checked ? 0 : undefined)}
            />
            {days === undefined ? null : (
              <label className={styles.note}>
                {text("offer.within")}{" "}
                <input
                  type="number"
                  min={0}
                  max={36_500}
                  value={days === 0 ? "" : days}
                  className={styles.days}
                  aria-label={text("offer.daysOf", { duty: text(`duty.${duty}`) })}
                  onChange={(event) => set(duty, daysOf(event.currentTarget.valueAsNumber))}
                />{" "}
                {text("unit.days")}
              </label>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

function daysOf(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 && value <= 36_500 ? value : 0;
}
