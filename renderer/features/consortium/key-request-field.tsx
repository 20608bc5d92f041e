import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FileDrop } from "#renderer/shared/forms/file-drop.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import { Fingerprint } from "#renderer/shared/ui/fingerprint.tsx";
import styles from "./consortium.module.css";
import { keyRequestBytesMax, readKeyRequest } from "./key-request-file.ts";
import type { KeyRequestFile } from "./key-request-file.ts";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/**
 * The request by which somebody asks for a key: out of the file that they hand over, or one that waits on this computer. `handle`: the only
 * one whose request is taken. The key is shown whole, to be compared with what the person reads out.
 */
export function KeyRequestField(props: {
  readonly request: KeyRequestFile | undefined;
  readonly handle?: string;
  readonly onRequest: (request: KeyRequestFile | undefined) => void;
}) {
  const text = useConsortiumText();
  const { network } = useRights();
  const [flaw, setFlaw] = useState<"size" | "form" | "network" | "other">();
  const waiting = useQuery(consortiumQueries.keyRequests()).data ?? [];
  const { request, handle, onRequest } = props;
  const take = (content: string) => {
    const found = readKeyRequest(content, network);
    const isOther = found.ok && handle !== undefined && found.request.handle !== handle;
    setFlaw(isOther ? "other" : found.ok ? undefined : found.flaw);
    onRequest(found.ok && !isOther ? found.request : undefined);
  };
  const offered = waiting.filter(
    (one) =>
      (handle === undefined ? one.person === null : one.handle === handle) && one.publicKey !== request?.publicKey,
  );
  return (
    <FileDrop
      label={text("enrol.choose")}
      note={text("enrol.requestNote")}
      accept=".json,application/json"
      onFile={(file) => void (file.size > keyRequestBytesMax ? Promise.resolve("") : file.text()).then(take)}
    >
      {offered.length === 0 ? null : (
        <ul className={styles.waitingRequests}>
          {offered.map((one) => (
            <li key={one.publicKey}>
              <span>{text("request.waits", { handle: one.handle })}</span>
              <Button size="small" onClick={() => take(one.file.content)}>
                {text("request.take")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {flaw === undefined ? null : (
        <p className={styles.flaw} role="alert">
          {text(`requestFlaw.${flaw}`, { handle: handle ?? "" })}
        </p>
      )}
      {request === undefined ? null : (
        <>
          <FactList
            facts={[
              { label: text("column.handle"), value: request.handle },
              { label: text("column.key"), value: <Fingerprint hex={request.publicKey} /> },
            ]}
          />
          <p className={styles.quiet}>{text("enrol.ask", { handle: request.handle })}</p>
        </>
      )}
    </FileDrop>
  );
}
