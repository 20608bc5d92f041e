import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, client, queries } from "#renderer/shared/client/console-client.ts";
import { findBridge } from "#renderer/shared/client/shell-bridge.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { isPassphraseReady, NewPassphrase } from "#renderer/shared/passphrase/new-passphrase.tsx";
import { KitSheet } from "#renderer/shared/recovery-kit/kit-sheet.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { CurrentPassphrase } from "./current-passphrase.tsx";
import { PassphraseForm } from "./passphrase-form.tsx";
import { RotateKey } from "./rotate-key.tsx";
import styles from "./settings-page.module.css";
import { useSettingsText } from "./text.ts";

type Open = "nothing" | "passphrase" | "kit" | "rotate";

/** The key of the person in session: its passphrase, its recovery kit, changing it for a new one, and locking it now. */
export function KeyPanel() {
  const text = useSettingsText();
  const [open, setOpen] = useState<Open>("nothing");
  const me = useQuery(api.session.me.queryOptions({ meta: { reads: [{ table: "kernel.person" }] } })).data;
  const isDemo = useQuery(api.system.status.queryOptions()).data?.purpose === "demo";
  const lock = useMutation({ mutationFn: () => client.session.lock(), onSuccess: () => queries.resetQueries() });
  const isShell = findBridge() !== undefined;
  const handle = me?.person.handle ?? "";
  return (
    <Panel title={text("key")} caption={handle}>
      <div className={styles.key}>
        {isDemo || isShell ? <p className={styles.note}>{text(isDemo ? "key.demo" : "key.shell")}</p> : null}
        <div className={styles.buttons}>
          {isDemo || isShell ? null : (
            <>
              <Button onClick={() => setOpen(open === "passphrase" ? "nothing" : "passphrase")}>
                {text("passphrase.open")}
              </Button>
              <Button onClick={() => setOpen(open === "kit" ? "nothing" : "kit")}>{text("kit.open")}</Button>
              <Button onClick={() => setOpen(open === "rotate" ? "nothing" : "rotate")}>{text("rotate.open")}</Button>
            </>
          )}
          <Button icon="lock" isPending={lock.isPending} onClick={() => lock.mutate()}>
            {text("lockNow")}
          </Button>
        </div>
        {open === "passphrase" ? <ChangePassphrase handle={handle} onClose={() => setOpen("nothing")} /> : null}
        {open === "rotate" ? <RotateKey onClose={() => setOpen("nothing")} /> : null}
        {open === "kit" ? <RecoveryKit handle={handle} onClose={() => setOpen("nothing")} /> : null}
      </div>
    </Panel>
  );
}

type FormProps = { readonly handle: string; readonly onClose: () => void };

function ChangePassphrase({ handle, onClose }: FormProps) {
  const text = useSettingsText();
  const describe = useFailure();
  const [old, setOld] = useState("");
  const [secret, setSecret] = useState({ passphrase: "", repeated: "" });
  const change = useMutation({
    mutationFn: () => client.session.changePassphrase({ old, new: secret.passphrase }),
    onSettled: () => setOld(""),
    onSuccess: () => setSecret({ passphrase: "", repeated: "" }),
  });
  const isReady = old !== "" && isPassphraseReady(secret, handle);
  if (change.isSuccess) {
    return (
      <div className={styles.done} role="status">
        <p>{text("passphrase.done")}</p>
        <Button size="small" onClick={onClose}>
          {text("close")}
        </Button>
      </div>
    );
  }
  return (
    <form
      className={styles.form}
      aria-label={text("passphrase.open")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !change.isPending) change.mutate();
      }}
    >
      <CurrentPassphrase value={old} onChange={setOld} />
      <NewPassphrase value={secret} handle={handle} onChange={setSecret} />
      {change.isError ? <FailedNotice failure={describe(change.error)} /> : null}
      <div className={styles.buttons}>
        <Button onClick={onClose}>{text("cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isReady} isPending={change.isPending}>
          {text("passphrase.button")}
        </Button>
      </div>
    </form>
  );
}

function RecoveryKit({ handle, onClose }: FormProps) {
  const text = useSettingsText();
  const [passphrase, setPassphrase] = useState("");
  const issue = useMutation({
    mutationFn: () => client.session.recoveryKit({ passphrase }),
    // The kit is to be seen once, so nothing keeps it after this form is gone.
    gcTime: 0,
    onSettled: () => setPassphrase(""),
  });
  if (issue.data !== undefined) {
    return (
      <div className={styles.form}>
        <KitSheet
          issued={issue.data}
          handle={handle}
          after={(isKept) => (
            <div>
              <Button kind="primary" isDisabled={!isKept} onClick={onClose}>
                {text("close")}
              </Button>
            </div>
          )}
        />
      </div>
    );
  }
  return (
    <PassphraseForm of="kit" passphrase={passphrase} onPassphrase={setPassphrase} mutation={issue} onClose={onClose} />
  );
}
