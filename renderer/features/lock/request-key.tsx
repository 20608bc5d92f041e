import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WaitingKeyRequest } from "#ledger-core/contract/api/session.ts";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { api, client, queries } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { saveText } from "#renderer/shared/files/save-file.ts";
import { TextField } from "#renderer/shared/forms/fields.tsx";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { isPassphraseReady, NewPassphrase } from "#renderer/shared/passphrase/new-passphrase.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import { Fingerprint } from "#renderer/shared/ui/fingerprint.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./lock-page.module.css";
import { useLockText } from "./text.ts";

/** How often a page that waits for an enrolment looks again. */
export const waitingMs = 10_000;

/** Requests for keys that wait on this computer. */
export function useKeyRequests(): readonly WaitingKeyRequest[] {
  const reads = [{ table: "kernel.key" }, { table: "kernel.proposal" }, { table: "kernel.vote" }];
  const query = useQuery({
    ...api.session.keyRequests.queryOptions({ meta: { reads } }),
    refetchInterval: ({ state }) => ((state.data ?? []).length > 0 ? waitingMs : false),
  });
  return query.data ?? [];
}

/**
 * Somebody has no key that works: a new one is made under a new passphrase, and the request to enrol it goes to colleagues. A request that
 * waits already is shown again, so that nobody makes a second one by mistake.
 */
export function RequestKey({ handle: given, onBack }: { readonly handle: string; readonly onBack: () => void }) {
  const text = useLockText();
  const describe = useFailure();
  const [handle, setHandle] = useState(given);
  const [replaces, setReplaces] = useState(false);
  const [secret, setSecret] = useState({ passphrase: "", repeated: "" });
  const waiting = useKeyRequests().find((one) => one.handle === handle.trim());
  const make = useMutation({
    mutationFn: () =>
      client.session.requestKey({
        handle: handle.trim(),
        passphrase: secret.passphrase,
        replace: waiting !== undefined,
      }),
    onSuccess: async () => {
      setSecret({ passphrase: "", repeated: "" });
      setReplaces(false);
      await queries.invalidateQueries();
    },
  });
  if (waiting !== undefined && !replaces)
    return <MadeRequest request={waiting} onBack={onBack} onReplace={() => setReplaces(true)} />;
  const isNamed = isHandle(handle.trim());
  const isReady = isNamed && isPassphraseReady(secret, handle.trim());
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !make.isPending) make.mutate();
      }}
    >
      <PageHeader title={text("request.title")} lead={text("request.lead")} />
      {replaces ? <p className={styles.problem}>{text("request.replaces")}</p> : null}
      <TextField
        label={text("request.handle")}
        note={text("request.handleNote")}
        error={handle.trim() === "" || isNamed ? undefined : text("request.handleWrong")}
        isRequired
        lengthMax={64}
        value={handle}
        onChange={setHandle}
      />
      <NewPassphrase value={secret} handle={handle.trim()} onChange={setSecret} />
      {make.isError ? <FailedNotice failure={describe(make.error)} /> : null}
      <div className={styles.buttons}>
        <Button onClick={replaces ? () => setReplaces(false) : onBack}>{text("back")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isReady} isPending={make.isPending}>
          {make.isPending ? text("request.working") : text("request.button")}
        </Button>
      </div>
    </form>
  );
}

/** A request that waits: to be handed over, with what has to happen before the new passphrase opens the key. */
function MadeRequest(props: {
  readonly request: WaitingKeyRequest;
  readonly onBack: () => void;
  readonly onReplace: () => void;
}) {
  const text = useLockText();
  const words = useWords();
  const format = useFormat();
  const { request } = props;
  const { person, proposal, file } = request;
  return (
    <div className={styles.form}>
      <PageHeader
        title={text("request.made")}
        lead={text(person === null ? "request.madeNew" : "request.madeLost", { handle: request.handle })}
      />
      <FactList
        facts={[
          { label: text("request.handle"), value: request.handle },
          { label: text("request.when"), value: format.time(request.made) },
          { label: text("request.key"), value: <Fingerprint hex={request.publicKey} /> },
          { label: text("request.state"), value: <RequestState request={request} /> },
        ]}
      />
      <ol className={styles.steps}>
        <li>{text("request.step.hand")}</li>
        <li>{text(person === null ? "request.step.signNew" : "request.step.sign")}</li>
        <li>{text("request.step.unlock")}</li>
      </ol>
      {request.signers.length === 0 || proposal !== null ? null : (
        <p className={styles.place}>
          {text("request.signers", {
            people: request.signers
              .map(({ title, maskedName }) => (maskedName === "" ? words(title) : `${words(title)} ${maskedName}`))
              .join(text("comma")),
          })}
        </p>
      )}
      <div className={styles.buttons}>
        <Button kind="link" size="small" onClick={props.onReplace}>
          {text("request.again")}
        </Button>
        <Button onClick={props.onBack}>{text("back")}</Button>
        <Button kind="primary" onClick={() => void saveText(file.name, file.content)}>
          {text("request.save")}
        </Button>
      </div>
    </div>
  );
}

/** How far the enrolment has come, as far as this ledger knows. */
export function RequestState({ request }: { readonly request: WaitingKeyRequest }) {
  const text = useLockText();
  const format = useFormat();
  const { proposal } = request;
  if (proposal === null) return text("request.state.waiting");
  const { filled, needed, deadline } = proposal;
  return text("request.state.signed", { filled, needed, time: format.time(deadline) });
}
