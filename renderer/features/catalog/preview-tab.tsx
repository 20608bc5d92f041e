import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import type { Preview } from "#ledger-core/contract/api/content.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { saveFiles } from "#renderer/shared/files/save-file.ts";
import { formatBytes, formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState, FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";
import styles from "./preview.module.css";
import { catalogQueries } from "./queries.ts";
import { openUseForm } from "./open-forms.ts";
import { useCatalogText } from "./text.ts";

const PreviewTable = lazy(async () => ({ default: (await import("./preview-table.tsx")).PreviewTable }));
const PreviewMap = lazy(async () => ({ default: (await import("./preview-map.tsx")).PreviewMap }));

/** The newest content, as far as the person in session may look into it; otherwise what would open it. */
export function PreviewTab({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const version = dataset.versions[0]?.number;
  const query = useQuery({ ...catalogQueries.access(dataset.key, version ?? 1), enabled: version !== undefined });
  if (version === undefined) return <EmptyState title={text("versions.none")} detail={text("versions.noneDetail")} />;
  return (
    <QueryPart query={query} what={text("preview")} loadingRows={6} loadingColumns={4}>
      {(access) => {
        if (access.held === "none")
          return <EmptyState title={text("preview.notHeld")} detail={text("preview.notHeldDetail")} />;
        if (!access.may) return <Closed dataset={dataset} version={version} access={access} />;
        return <Opened dataset={dataset} version={version} access={access} />;
      }}
    </QueryPart>
  );
}

/** Content that is closed, and the way to open it: a recorded use, or first an agreement. */
function Closed(props: { readonly dataset: DatasetDetail; readonly version: number; readonly access: Access }) {
  const { dataset, version, access } = props;
  const text = useCatalogText();
  if (access.closed !== null)
    return <EmptyState title={text("preview.closedNow")} detail={text(`preview.closedNow.${access.closed}`)} />;
  const { agreements } = access;
  const rowCount = dataset.versions.find(({ number }) => number === version)?.rowCount ?? 0;
  const whole = { version, rowCount };
  const mine = dataset.mine.filter(({ key }) => agreements.includes(key));
  return (
    <EmptyState
      title={text("preview.closed")}
      detail={text(mine.length === 0 ? "preview.closedNoAgreement" : "preview.closedDetail")}
      {...(mine.length > 0 && {
        action: (
          <Button kind="primary" onClick={() => openUseForm(mine, text("use.title"), whole)}>
            {text("preview.open")}
          </Button>
        ),
      })}
    />
  );
}

type Access = Awaited<ReturnType<typeof client.content.access>>;

function Opened(props: { readonly dataset: DatasetDetail; readonly version: number; readonly access: Access }) {
  const text = useCatalogText();
  const format = useFormat();
  const { dataset, version, access } = props;
  const query = useQuery(catalogQueries.preview(dataset.key, version));
  return (
    <div>
      <div className={styles.head}>
        <span>
          {access.why === "session" && access.until !== null
            ? text("preview.session", { time: format.time(access.until, "short") })
            : text(access.why === "owner" ? "preview.owner" : "preview.openToAll")}
        </span>
        <SaveContent dataset={dataset} version={version} sizeBytes={access.sizeBytes} />
      </div>
      <QueryPart query={query} what={text("preview")} loadingRows={8} loadingColumns={4}>
        {(part) => (
          <>
            {"isVerified" in part && !part.isVerified ? (
              <p className={styles.note}>{text("preview.unverified")}</p>
            ) : null}
            <Part part={part} dataset={dataset.key} version={version} />
          </>
        )}
      </QueryPart>
    </div>
  );
}

function Part({
  part,
  dataset,
  version,
}: {
  readonly part: Preview;
  readonly dataset: number;
  readonly version: number;
}) {
  const text = useCatalogText();
  switch (part.kind) {
    case "table":
      return (
        <Suspense fallback={<LoadingRows rows={8} columns={4} />}>
          <PreviewTable first={part} dataset={dataset} version={version} />
        </Suspense>
      );
    case "map":
      return (
        <Suspense fallback={<LoadingRows rows={8} columns={4} />}>
          <PreviewMap part={part} />
        </Suspense>
      );
    case "text":
      return (
        <>
          {part.isCut ? <p className={styles.note}>{text("preview.textCut")}</p> : null}
          {/* The text scrolls by itself, so the keyboard must be able to reach it. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={styles.text} tabIndex={0} aria-label={text("preview")}>
            {part.text}
          </pre>
        </>
      );
    case "binary":
      return (
        <EmptyState title={text("preview.binary")} detail={text("preview.binaryDetail", { type: part.mediaType })} />
      );
  }
}

/** Takes the content away, piece by piece. */
function SaveContent(props: { readonly dataset: DatasetDetail; readonly version: number; readonly sizeBytes: number }) {
  const text = useCatalogText();
  const describe = useFailure();
  const [done, setDone] = useState<number>();
  const [failure, setFailure] = useState<unknown>();
  const save = async () => {
    setFailure(undefined);
    setDone(0);
    try {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      let received = 0;
      let cursor: string | undefined;
      let name = "";
      do {
        const answer = await client.content.read({
          dataset: props.dataset.key,
          version: props.version,
          ...(cursor !== undefined && { cursor }),
        });
        const piece = Uint8Array.from(atob(answer.base64), (character) => character.charCodeAt(0));
        pieces.push(piece);
        received += piece.length;
        setDone(received);
        name = answer.name;
        cursor = answer.next ?? undefined;
      } while (cursor !== undefined);
      const whole = new Uint8Array(received);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      await saveFiles([{ name, bytes: whole }]);
    } catch (error) {
      setFailure(error);
    } finally {
      setDone(undefined);
    }
  };
  return (
    <>
      {failure === undefined ? null : <FailedNotice failure={describe(failure)} />}
      {done === undefined ? (
        <Button size="small" onClick={() => void save()}>
          {text("preview.save", { size: formatBytes(props.sizeBytes) })}
        </Button>
      ) : (
        <ProgressLine label={text("preview.saving")} done={done} total={props.sizeBytes} />
      )}
    </>
  );
}

/** How many rows have been seen, for the line under a table. */
export function usePreviewCount(total: number | null, isCut: boolean): string {
  const text = useCatalogText();
  if (total === null) return text("preview.more");
  return text(isCut ? "preview.cut" : "preview.rows", { count: formatCount(total) });
}
