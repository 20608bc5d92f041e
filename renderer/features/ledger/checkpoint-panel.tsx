import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CopyButton } from "#renderer/shared/files/copy-button.tsx";
import { saveText } from "#renderer/shared/files/save-file.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import styles from "./ledger.module.css";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";

/** The signed head of the log as it is now: what to take away, so that nobody can later show another past. */
export function CheckpointPanel() {
  const text = useLedgerText();
  const format = useFormat();
  const query = useQuery(ledgerQueries.status());
  return (
    <QueryPanel title={text("checkpoint")} what={text("checkpoint")} query={query}>
      {({ entries, height, time, checkpoint, vkey }) => (
        <div className={styles.stack}>
          <p>
            <Sentence
              text={text("checkpoint.says", {
                entries: formatCount(entries),
                height: formatCount(height),
                time: format.time(time, "exact"),
              })}
            />
          </p>
          <p className={styles.quiet}>{text("checkpoint.why")}</p>
          <TakeAway checkpoint={checkpoint} vkey={vkey} name={`checkpoint-${height}.txt`} />
        </div>
      )}
    </QueryPanel>
  );
}

/** A checkpoint to copy, to save, or to look at; the log's key belongs to it but is taken away by another way. */
export function TakeAway(props: { readonly checkpoint: string; readonly name: string; readonly vkey?: string }) {
  const text = useLedgerText();
  const [isShown, setIsShown] = useState(false);
  const { checkpoint, name, vkey } = props;
  return (
    <>
      <div className={styles.buttons}>
        <CopyButton size="small" label={text("checkpoint.copy")} text={checkpoint} />
        <Button size="small" icon="download" onClick={() => void saveText(name, checkpoint)}>
          {text("checkpoint.save")}
        </Button>
        {vkey === undefined ? null : <CopyButton size="small" label={text("checkpoint.copyKey")} text={vkey} />}
      </div>
      <div>
        <Button kind="link" size="small" onClick={() => setIsShown(!isShown)}>
          {isShown ? text("checkpoint.hide") : text("checkpoint.show")}
        </Button>
      </div>
      {isShown ? <pre className={styles.note}>{checkpoint}</pre> : null}
    </>
  );
}
