import { useEffect, useRef, useState } from "react";
import type { ImportPlanAnswer } from "#ledger-core/contract/api/imports.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure, useProblem } from "#renderer/shared/client/use-failure.ts";
import { FieldPair, TextField } from "#renderer/shared/forms/fields.tsx";
import { FileDrop } from "#renderer/shared/forms/file-drop.tsx";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { ImportPlanView } from "./import-plan-view.tsx";
import { FormatField } from "./format-field.tsx";
import styles from "./imports.module.css";
import { sendFile } from "./send-file.ts";
import { TemplateButtons } from "./template-buttons.tsx";
import { useImportText } from "./text.ts";

type View = { readonly id: string | undefined };

function parseView(raw: Readonly<Record<string, unknown>>): View {
  return { id: typeof raw["id"] === "string" ? raw["id"] : undefined };
}

type Planned = Awaited<ReturnType<typeof client.imports.plan>>;

/** A catalogue from the outside, in three steps: choose the file, look at what it would do, sign once for all of it. */
export function ImportPage() {
  const text = useImportText();
  const shared = useSharedText();
  const describe = useFailure();
  const [view, change] = useViewState(parseView);
  const [planned, setPlanned] = useState<Planned>();
  const [failure, setFailure] = useState<unknown>();
  const [sent, setSent] = useState<{ readonly done: number; readonly total: number }>();
  const [isReading, setIsReading] = useState(false);
  const sending = useRef<AbortController>(undefined);
  const look = async (id: string, given: { readonly format: string; readonly source: string }) => {
    setFailure(undefined);
    setIsReading(true);
    try {
      setPlanned(await client.imports.plan({ id, ...given }));
    } catch (error) {
      setPlanned(undefined);
      setFailure(error);
    } finally {
      setIsReading(false);
    }
  };
  const take = async (file: File) => {
    sending.current?.abort();
    const controller = new AbortController();
    sending.current = controller;
    setFailure(undefined);
    setPlanned(undefined);
    try {
      const onProgress = (done: number) => setSent({ done, total: file.size });
      const id = await sendFile(file, { onProgress, signal: controller.signal });
      if (controller.signal.aborted) return;
      change({ id });
      setSent(undefined);
      await look(id, { format: "", source: "" });
    } catch (error) {
      if (!controller.signal.aborted) setFailure(error);
    } finally {
      if (sending.current === controller) setSent(undefined);
    }
  };
  const opened = useRef(false);
  useEffect(() => {
    // A file that a schedule has fetched is on the node already.
    if (opened.current || view.id === undefined || planned !== undefined) return;
    opened.current = true;
    void look(view.id, { format: "", source: "" });
  });
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: shared("catalog"), to: paths.catalog },
          { label: text("title"), to: paths.catalogSection("imports") },
        ]}
        title={text("new.title")}
        lead={text("new.lead")}
      />
      <Panel title={text("file.title")}>
        <div className={styles.fileRow}>
          <FileDrop label={text("file.choose")} accept="" onFile={(file) => void take(file)}>
            {sent === undefined ? (
              <p className={styles.quiet}>{text("file.note")}</p>
            ) : (
              <>
                <ProgressLine label={text("file.sending")} done={sent.done} total={sent.total} />
                <Button size="small" onClick={() => sending.current?.abort()}>
                  {shared("cancel")}
                </Button>
              </>
            )}
          </FileDrop>
          <TemplateButtons />
        </div>
      </Panel>
      {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
      {isReading ? <LoadingRows what={text("plan.reading")} rows={6} columns={4} /> : null}
      {planned === undefined || isReading || view.id === undefined ? null : (
        <Planned planned={planned} id={view.id} onLook={look} />
      )}
    </Page>
  );
}

function Planned(props: {
  readonly planned: Planned;
  readonly id: string;
  readonly onLook: (id: string, given: { readonly format: string; readonly source: string }) => Promise<void>;
}) {
  const describe = useProblem();
  const words = useWords();
  const { planned, id, onLook } = props;
  if (planned.ok)
    return (
      <>
        <Recognised key={planned.plan.source} plan={planned.plan} onLook={(given) => void onLook(id, given)} />
        <ImportPlanView
          plan={planned.plan}
          id={id}
          onAgain={() => void onLook(id, { format: "", source: planned.plan.source })}
        />
      </>
    );
  const { problem, formatWords } = planned.refused;
  return (
    <>
      <FailedNotice failure={describe(problem)} />
      <p className={styles.quiet}>{words(formatWords)}</p>
      <Recognised plan={undefined} onLook={(given) => void onLook(id, given)} />
    </>
  );
}

/** What the file was taken for, and the source that it belongs to; both can be corrected. */
function Recognised(props: {
  readonly plan: ImportPlanAnswer | undefined;
  readonly onLook: (given: { readonly format: string; readonly source: string }) => void;
}) {
  const text = useImportText();
  const [format, setFormat] = useState(props.plan?.format ?? "");
  const [source, setSource] = useState(props.plan?.source ?? "");
  const isChanged = format !== (props.plan?.format ?? "") || source !== (props.plan?.source ?? "");
  return (
    <Panel title={text("recognised.title")} {...(props.plan !== undefined && { caption: props.plan.fileName })}>
      <div className={styles.recognised}>
        <FieldPair>
          <FormatField
            note={text(props.plan?.formatSure === true ? "recognised.sure" : "recognised.guessed")}
            value={format}
            onChange={setFormat}
          />
          <TextField
            label={text("recognised.source")}
            note={text("recognised.sourceNote")}
            value={source}
            onChange={setSource}
          />
        </FieldPair>
        {isChanged ? (
          <Button onClick={() => props.onLook({ format, source })}>{text("recognised.again")}</Button>
        ) : null}
      </div>
    </Panel>
  );
}
