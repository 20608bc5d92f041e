import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { findBridge } from "#renderer/shared/client/shell-bridge.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { TextField } from "#renderer/shared/forms/fields.tsx";
import { UsccField } from "#renderer/shared/forms/uscc-field.tsx";
import { isPassphraseReady, NewPassphrase } from "#renderer/shared/passphrase/new-passphrase.tsx";
import type { NewPassphraseValue } from "#renderer/shared/passphrase/new-passphrase.tsx";
import { KitSheet } from "#renderer/shared/recovery-kit/kit-sheet.tsx";
import type { IssuedKit } from "#renderer/shared/recovery-kit/kit-sheet.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./first-run.module.css";
import { useFirstRunText } from "./text.ts";

type Typed = {
  readonly network: string;
  readonly department: string;
  readonly uscc: string;
  readonly person: string;
  readonly secret: NewPassphraseValue;
};

const nothingTyped: Typed = {
  network: "",
  department: "",
  uscc: "",
  person: "",
  secret: { passphrase: "", repeated: "" },
};

/** A network of one's own: what it is called, the first department, the first person, and then their recovery kit. */
export function CreateNetwork({ onBack }: { readonly onBack: () => void }) {
  const [typed, setTyped] = useState(nothingTyped);
  const create = useMutation({
    mutationFn: () =>
      client.setup.create({
        network: typed.network.trim(),
        department: typed.department.trim(),
        uscc: typed.uscc,
        person: typed.person.trim(),
        passphrase: typed.secret.passphrase,
      }),
  });
  if (create.data !== undefined) return <Kit issued={create.data} typed={typed} />;
  return <NetworkForm typed={typed} onType={setTyped} create={create} onBack={onBack} />;
}

function NetworkForm(props: {
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
  readonly create: { readonly mutate: () => void; readonly isPending: boolean; readonly error: unknown };
  readonly onBack: () => void;
}) {
  const text = useFirstRunText();
  const describe = useFailure();
  const { typed, create } = props;
  const change = (changed: Partial<Typed>) => props.onType({ ...typed, ...changed });
  const missing = useMissing(typed);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0 && !create.isPending) create.mutate();
      }}
    >
      <PageHeader title={text("form.title")} lead={text("form.lead")} />
      <fieldset>
        <legend>{text("form.network")}</legend>
        <TextField
          label={text("form.networkName")}
          note={text("form.networkNote")}
          isRequired
          lengthMax={60}
          value={typed.network}
          onChange={(network) => change({ network })}
        />
      </fieldset>
      <fieldset>
        <legend>{text("form.department")}</legend>
        <TextField
          label={text("form.departmentName")}
          note={text("form.departmentNote")}
          isRequired
          lengthMax={60}
          value={typed.department}
          onChange={(department) => change({ department })}
        />
        <UsccField value={typed.uscc} onChange={(uscc) => change({ uscc })} />
      </fieldset>
      <fieldset>
        <legend>{text("form.person")}</legend>
        <TextField
          label={text("form.handle")}
          note={text("form.handleNote")}
          error={typed.person === "" || isHandle(typed.person.trim()) ? undefined : text("form.handleFlaw")}
          isRequired
          lengthMax={48}
          value={typed.person}
          onChange={(person) => change({ person })}
        />
        <NewPassphrase value={typed.secret} handle={typed.person.trim()} onChange={(secret) => change({ secret })} />
      </fieldset>
      {create.error === null ? null : <FailedNotice failure={describe(create.error)} />}
      <div className={styles.formFoot}>
        <span className={styles.note} role="status">
          {missing.length === 0 ? "" : text("form.missing", { fields: missing.join(text("form.comma")) })}
        </span>
        <Button onClick={props.onBack}>{text("back")}</Button>
        <Button kind="primary" type="submit" isDisabled={missing.length > 0} isPending={create.isPending}>
          {create.isPending ? text("form.creating") : text("form.create")}
        </Button>
      </div>
    </form>
  );
}

function useMissing(typed: Typed): readonly string[] {
  const text = useFirstRunText();
  return [
    ...(typed.network.trim() === "" ? [text("form.networkName")] : []),
    ...(typed.department.trim() === "" ? [text("form.departmentName")] : []),
    ...(isUnifiedSocialCreditCode(typed.uscc) ? [] : [text("form.uscc")]),
    ...(isHandle(typed.person.trim()) ? [] : [text("form.handle")]),
    ...(isPassphraseReady(typed.secret, typed.person.trim()) ? [] : [text("form.passphrase")]),
  ];
}

function Kit({ issued, typed }: { readonly issued: IssuedKit; readonly typed: Typed }) {
  const text = useFirstRunText();
  const handle = typed.person.trim();
  const top = useRef<HTMLDivElement>(null);
  // The form was long; what is shown once must not begin above the window.
  useEffect(() => {
    top.current?.scrollIntoView();
  }, []);
  const open = useMutation({
    mutationFn: async () => {
      // In the desktop app the shell's own window asks for the passphrase, so there the console opens at its lock.
      if (findBridge() === undefined) await client.session.unlock({ handle, passphrase: typed.secret.passphrase });
    },
    // If it could not be unlocked, the lock page says why and asks again.
    onSettled: () => queries.resetQueries(),
  });
  return (
    <>
      <div ref={top}>
        <PageHeader title={text("kit.title")} />
      </div>
      <KitSheet
        issued={issued}
        handle={handle}
        after={(isKept) => (
          <div className={styles.formFoot}>
            <Button kind="primary" isDisabled={!isKept} isPending={open.isPending} onClick={() => open.mutate()}>
              {open.isPending ? text("kit.opening") : text("kit.open")}
            </Button>
          </div>
        )}
      />
    </>
  );
}
