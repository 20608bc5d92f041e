import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { formatBytes, formatCount } from "#renderer/shared/format/amounts.ts";
import { FileDrop } from "#renderer/shared/forms/file-drop.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { FingerprintLine } from "./fingerprint-line.tsx";
import styles from "./forms.module.css";
import type { ReadFile } from "./read-table-file.ts";
import { FileProblem } from "./send-content.ts";
import type { ContentState } from "./send-content.ts";
import { useCatalogText } from "./text.ts";
import type { FileTaking } from "./use-file-taking.ts";

/** Takes the file of a version, shows how far it is read and sent, and lets it be sent again where that did not come to an end. */
export function FileChoice(props: {
  readonly file: ReadFile | undefined;
  readonly taking: FileTaking;
  readonly state: ContentState;
}) {
  const { file, state } = props;
  const { progress, failure, take, send, stop } = props.taking;
  const text = useCatalogText();
  return (
    <FileDrop label={text("upload.choose")} accept="" onFile={(chosen) => void take(chosen)}>
      {progress === undefined ? null : (
        <>
          <ProgressLine label={text(`upload.${progress.step}`)} done={progress.done} total={progress.total} />
          <Button size="small" onClick={stop}>
            {text("upload.stop")}
          </Button>
        </>
      )}
      {file === undefined || progress !== undefined ? (
        <p className={styles.note}>{text("upload.note")}</p>
      ) : (
        <>
          <p>
            {text("upload.read", { name: file.name, size: formatBytes(file.sizeBytes) })}
            {file.table === undefined
              ? null
              : file.table.rowCount === undefined
                ? text("upload.columns", { columns: file.table.columns.length })
                : text("upload.table", { rows: formatCount(file.table.rowCount), columns: file.table.columns.length })}
          </p>
          <FingerprintLine label={text("upload.fingerprint")} hash={file.contentHash} />
        </>
      )}
      {failure === undefined ? null : <Failure failure={failure} />}
      {file === undefined || state !== "unsent" ? null : send !== undefined ? (
        <div>
          <Button size="small" onClick={() => void send()}>
            {text("upload.send")}
          </Button>
        </div>
      ) : failure === undefined ? (
        <p className={styles.note}>{text("upload.chooseAgain")}</p>
      ) : null}
    </FileDrop>
  );
}

function Failure({ failure }: { readonly failure: unknown }) {
  const text = useCatalogText();
  const describe = useFailure();
  if (failure instanceof FileProblem) return <p role="alert">{text(`upload.${failure.kind}`)}</p>;
  return <FailedNotice failure={describe(failure)} />;
}
