import { Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import type { SealState } from "#renderer/shared/ui/seal.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./ledger.module.css";
import { Outcome } from "./outcome.tsx";
import { useLedgerText } from "./text.ts";

type Verdict = Awaited<ReturnType<typeof client.ledger.compare>>["verdict"];

/** It is the node that compares, by the tree that it has stored: nothing of it is proven here. */
const seals: Readonly<Record<Verdict, SealState>> = {
  same: "sealed",
  grew: "sealed",
  ahead: "diverged",
  forked: "diverged",
  "other-log": "pending",
  unreadable: "pending",
  unsigned: "diverged",
};

/** No checkpoint is longer. */
const checkpointLengthMax = 10_000;

/** Compares the log with a checkpoint that somebody took away earlier: pasted, dropped, or chosen as a file. */
export function ComparePanel() {
  const text = useLedgerText();
  const words = useWords();
  const describe = useFailure();
  const [held, setHeld] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const compare = useMutation({
    // Whoever copies a text easily takes a line too many or too few along.
    mutationFn: (checkpoint: string) => client.ledger.compare({ checkpoint: `${checkpoint.trim()}\n` }),
  });
  const take = (checkpoint: string) => {
    const cut = checkpoint.slice(0, checkpointLengthMax);
    setHeld(cut);
    compare.reset();
    return cut;
  };
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    compare.mutate(take(await chosen.slice(0, 4 * checkpointLengthMax).text()));
  };
  return (
    <Panel title={text("compare")} isBusy={compare.isPending}>
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (held.trim() !== "") compare.mutate(held);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const dropped = event.dataTransfer.files[0];
          if (dropped === undefined) return;
          event.preventDefault();
          void read(dropped);
        }}
      >
        <p className={styles.quiet}>{text("compare.what")}</p>
        <Textarea
          label={text("compare.held")}
          placeholder={text("compare.paste")}
          value={held}
          autosize
          minRows={3}
          maxRows={8}
          spellCheck={false}
          classNames={{ input: styles.held ?? "" }}
          onChange={(event) => take(event.currentTarget.value)}
        />
        {compare.data === undefined ? null : (
          <Outcome state={seals[compare.data.verdict]} title={words(compare.data.words)} />
        )}
        {compare.isError ? <FailedNotice failure={describe(compare.error)} /> : null}
        <div className={styles.buttons}>
          <Button type="submit" isPending={compare.isPending} isDisabled={held.trim() === ""}>
            {text("compare.compare")}
          </Button>
          <Button onClick={() => file.current?.click()}>{text("compare.choose")}</Button>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={text("compare.choose")}
            onChange={(event) => {
              void read(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </div>
      </form>
    </Panel>
  );
}
