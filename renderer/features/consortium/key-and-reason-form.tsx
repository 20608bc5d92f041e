import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { KeyRequestField } from "./key-request-field.tsx";
import type { KeyRequestFile } from "./key-request-file.ts";
import { useConsortiumText } from "./text.ts";

type Values = { readonly request: KeyRequestFile | undefined; readonly reason: string };

/** The form of an act that needs a request for a key, made on its holder's own machine, and a reason. `about` is the record's key. */
export function KeyAndReasonForm(props: {
  readonly act: "newKey" | "recover";
  readonly about: number;
  readonly over: string;
  /** Whose request it has to be, where that is settled. */
  readonly handle?: string;
  readonly kind: string;
  readonly schema: Schema<unknown>;
  /** The body of the act but for its reason. */
  readonly compose: (request: KeyRequestFile) => Readonly<Record<string, string | number>>;
}) {
  const text = useConsortiumText();
  const forms = useFormText();
  const draft = useDraft<Values>(`${props.act}:${props.about}`, { request: undefined, reason: "" }, "memory");
  const { request, reason } = draft.values;
  const missing = [
    ...(request === undefined ? [text("enrol.request")] : []),
    ...(reason.trim() === "" ? [forms("reason")] : []),
  ];
  const title = text(`${props.act}.title`);
  const act = useAct({
    kind: props.kind,
    schema: props.schema,
    body: { ...props.compose(request ?? noRequest), reason: reason.trim() },
    title,
    missing,
  });
  return (
    <ActDrawer
      title={title}
      over={props.over}
      lead={text(`${props.act}.lead`)}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "reason" ? forms("reason") : text("enrol.request"))}
      button={text(`${props.act}.button`)}
      sealedWords={text(`${props.act}.done`)}
    >
      <KeyRequestField
        request={request}
        {...(props.handle !== undefined && { handle: props.handle })}
        onRequest={(read) => draft.change({ request: read })}
      />
      <ReasonField value={reason} onChange={(value) => draft.change({ reason: value })} />
    </ActDrawer>
  );
}

const noRequest: KeyRequestFile = { handle: "", publicKey: "", proof: "" };
