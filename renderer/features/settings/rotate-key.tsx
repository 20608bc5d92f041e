import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { useProblem } from "#renderer/shared/client/use-failure.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { PassphraseForm } from "./passphrase-form.tsx";
import styles from "./settings-page.module.css";
import { useSettingsText } from "./text.ts";

/** A new key in the place of the old one, under the same passphrase; the old key signs the change. */
export function RotateKey({ onClose }: { readonly onClose: () => void }) {
  const text = useSettingsText();
  const describeProblem = useProblem();
  const [passphrase, setPassphrase] = useState("");
  const rotate = useMutation({
    mutationFn: () => client.session.rotateKey({ passphrase }),
    onSettled: () => setPassphrase(""),
    onSuccess: () => queries.invalidateQueries(),
  });
  const refusal = rotate.data?.receipt.problem ?? null;
  if (rotate.isSuccess && refusal === null) {
    return (
      <div className={styles.done} role="status">
        <p>{text(rotate.data.receipt.state === "proposed" ? "rotate.proposed" : "rotate.done")}</p>
        <Button size="small" onClick={onClose}>
          {text("close")}
        </Button>
      </div>
    );
  }
  return (
    <PassphraseForm
      of="rotate"
      passphrase={passphrase}
      onPassphrase={setPassphrase}
      mutation={rotate}
      onClose={onClose}
    >
      {refusal === null ? null : <FailedNotice failure={describeProblem(refusal)} />}
    </PassphraseForm>
  );
}
