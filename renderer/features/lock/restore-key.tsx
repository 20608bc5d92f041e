import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { AreaField, TextField } from "#renderer/shared/forms/fields.tsx";
import { FileDrop } from "#renderer/shared/forms/file-drop.tsx";
import { isPassphraseReady, NewPassphrase } from "#renderer/shared/passphrase/new-passphrase.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./lock-page.module.css";
import { useLockText } from "./text.ts";

const kitCharactersMax = 20_000;

/** Writes a person's key file anew from their recovery kit and its code, under a new passphrase. */
export function RestoreKey({ onBack }: { readonly onBack: () => void }) {
  const text = useLockText();
  const describe = useFailure();
  const [kit, setKit] = useState("");
  const [code, setCode] = useState("");
  const [secret, setSecret] = useState({ passphrase: "", repeated: "" });
  const restore = useMutation({
    mutationFn: () => client.session.restore({ kit, code, passphrase: secret.passphrase }),
    onSuccess: () => {
      setSecret({ passphrase: "", repeated: "" });
      void queries.invalidateQueries();
    },
  });
  const isReady = kit.trim() !== "" && code.trim() !== "" && isPassphraseReady(secret, "");
  if (restore.data !== undefined) {
    return (
      <>
        <PageHeader title={text("restore.title")} />
        <p className={styles.restored} role="status">
          {text("restore.done", { handle: restore.data.handle })}
        </p>
        <div className={styles.buttons}>
          <Button kind="primary" onClick={onBack}>
            {text("unlock")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !restore.isPending) restore.mutate();
      }}
    >
      <PageHeader title={text("restore.title")} lead={text("restore.lead")} />
      <FileDrop
        label={text("restore.file")}
        accept=".txt,text/plain"
        onFile={(file) => void file.slice(0, kitCharactersMax).text().then(setKit)}
      />
      <AreaField
        label={text("restore.kit")}
        note={text("restore.kitNote")}
        isRequired
        rows={6}
        value={kit}
        onChange={(typed) => setKit(typed.slice(0, kitCharactersMax))}
      />
      <TextField
        label={text("restore.code")}
        note={text("restore.codeNote")}
        isRequired
        lengthMax={100}
        value={code}
        onChange={setCode}
      />
      <NewPassphrase value={secret} handle="" onChange={setSecret} />
      {restore.isError ? <FailedNotice failure={describe(restore.error)} /> : null}
      <div className={styles.buttons}>
        <Button onClick={onBack}>{text("back")}</Button>
        <Button kind="primary" type="submit" isDisabled={!isReady} isPending={restore.isPending}>
          {restore.isPending ? text("restore.working") : text("restore.button")}
        </Button>
      </div>
    </form>
  );
}
