import { useState } from "react";
import type { InboxDetail } from "#ledger-core/contract/api/inbox.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import type { Json, JsonFlaw } from "#ledger-core/contract/schema/json.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import { bodyFields, tableOfField } from "#renderer/shared/changes/body-words.ts";
import { useValueScope } from "#renderer/shared/changes/use-value-scope.ts";
import { valueWords } from "#renderer/shared/changes/value-words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { findBodySchema } from "./body-schemas.ts";
import { useFieldWords } from "./field-words.ts";
import { useProposalAct } from "./item-foot.tsx";
import type { Settled } from "./last-act.tsx";
import { recordOf } from "./shape-drafts.ts";
import { ShapeField } from "./shape-field.tsx";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";
import type { InboxText } from "./text.ts";

type AmendFormProps = {
  readonly item: InboxDetail;
  readonly onSettled: (settled: Settled) => void;
  readonly onCancel: () => void;
};

/** The body of one's own proposal as a form, typed by the contract; submitting it begins the next round. */
export function AmendForm(props: AmendFormProps) {
  const text = useInboxText();
  const schema = findBodySchema(props.item.kind);
  return (
    <section className={styles.section} aria-label={text("amend.heading")}>
      <h2>{text("amend.heading")}</h2>
      {schema === undefined ? (
        <>
          <p>{text("amend.impossible")}</p>
          <div>
            <Button onClick={props.onCancel}>{text("amend.cancel")}</Button>
          </div>
        </>
      ) : (
        <BodyForm {...props} schema={schema} />
      )}
    </section>
  );
}

function BodyForm({ item, schema, onSettled, onCancel }: AmendFormProps & { readonly schema: Schema<unknown> }) {
  const text = useInboxText();
  const { field } = useFieldWords(item.kind);
  const [draft, setDraft] = useState<Json>(item.body);
  const { sign, isPending } = useProposalAct({ item, onSettled });
  const read = fromJson(schema, draft);
  const isSame = JSON.stringify(draft) === JSON.stringify(item.body);
  const flaw = read.ok ? undefined : { path: read.path, words: flawWords(text, read) };
  const submit = () => {
    if (!read.ok) return;
    const body = encodeHex(encode(schema, read.value));
    void sign("amend", "proposal.amend", { proposal: item.proposal, body });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className={styles.quiet}>{text("amend.detail", { round: item.round + 1 })}</p>
      {read.ok ? <Terms kind={item.kind} body={draft} /> : null}
      <ShapeField
        kind={item.kind}
        shape={schema}
        column={item.kind}
        path=""
        value={draft}
        flaw={flaw}
        onChange={setDraft}
      />
      {flaw === undefined ? null : (
        <p className={styles.flaw} role="status">
          {text("amend.flaw", { field: field(lastName(flaw.path)), need: flaw.words })}
        </p>
      )}
      <div className={styles.ownButtons}>
        {isSame ? <span className={styles.quiet}>{text("amend.same")}</span> : null}
        <Button onClick={onCancel}>{text("amend.cancel")}</Button>
        <Button kind="primary" type="submit" isPending={isPending} isDisabled={flaw !== undefined}>
          {text("amend.submit")}
        </Button>
      </div>
    </form>
  );
}

/** A policy or terms of use in the draft, as the sentence that they come to. */
function Terms({ kind, body }: { readonly kind: string; readonly body: Json }) {
  const text = useInboxText();
  const scope = useValueScope();
  return bodyFields(body).map(({ path, column, value }) => {
    if (column !== "cases" && column !== "policy") return null;
    const said = valueWords(scope, { table: tableOfField(kind, column), column, row: recordOf(body) }, value);
    return typeof said === "string" ? null : <SentenceView key={path} label={text("amend.reads")} sentence={said} />;
  });
}

function lastName(path: string): string {
  return (
    path
      .split(".")
      .at(-1)
      ?.replace(/\[\d+\]/g, "") ?? path
  );
}

/** What a field needs, in the person's language; the bounds are those that the contract names. */
function flawWords(text: InboxText, { need }: JsonFlaw): string {
  const numbers = /(-?\d+) to (-?\d+)/.exec(need);
  if (numbers === null) return text("need.other");
  const bounds = { min: numbers[1] ?? "", max: numbers[2] ?? "" };
  return need.startsWith("text") ? text("need.text", bounds) : text("need.integer", bounds);
}
