import type { ReactNode } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import type { ConnectionState } from "#renderer/shared/client/connection.ts";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import type { SealState } from "#renderer/shared/ui/seal.tsx";
import { useFrameText } from "#renderer/app/text.ts";
import styles from "./frame.module.css";

/** What the status line needs to know of the node. Times are unix seconds. */
export type StatusFacts = {
  readonly mode: "solo" | "consortium" | "follower";
  readonly height: number;
  readonly blockTime: number | undefined;
  readonly cosignatures?: { readonly have: number; readonly of: number; readonly needed: number } | undefined;
  readonly lastSelfCheck?: { readonly time: number; readonly isConsistent: boolean } | undefined;
  /** Why the node seals nothing, in words; the node says so itself. */
  readonly stopped?: string | undefined;
};

function Segment(props: {
  readonly mark?: SealState;
  readonly tone?: "plain" | "pending" | "diverged";
  readonly isEnd?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className={`${styles.segment} ${props.isEnd === true ? styles.end : ""}`} data-tone={props.tone ?? "plain"}>
      {props.mark === undefined ? null : <SealMark state={props.mark} />}
      <span>{props.children}</span>
    </span>
  );
}

/** The one line that never lies and cannot be hidden. Only the segment that is wrong changes colour, with its mark. */
export function StatusLine({
  facts,
  connection,
}: {
  readonly facts: StatusFacts | undefined;
  readonly connection: ConnectionState;
}) {
  const text = useFrameText();
  return (
    <footer className={styles.status} data-region="status" tabIndex={-1} aria-label={text("status")}>
      {connection === "waiting" ? (
        <Segment mark="pending" tone="pending">
          {text("status.lost")}
        </Segment>
      ) : null}
      {facts === undefined && connection !== "waiting" ? <Segment>{text("status.connecting")}</Segment> : null}
      {facts === undefined ? null : <NodeSegments facts={facts} />}
    </footer>
  );
}

function NodeSegments({ facts }: { readonly facts: StatusFacts }) {
  const text = useFrameText();
  const format = useFormat();
  const check = facts.lastSelfCheck;
  return (
    <>
      {facts.stopped === undefined ? null : (
        <Segment mark="diverged" tone="diverged">
          {facts.stopped}
        </Segment>
      )}
      <Segment mark={facts.mode === "solo" ? "sealed" : "proven"}>
        <strong>{text(`status.${facts.mode}`)}</strong> {text("status.mode")}
      </Segment>
      <Segment>
        {text("status.height")} <strong>{formatCount(facts.height)}</strong>
      </Segment>
      <Cosignatures facts={facts} />
      {check === undefined ? (
        <Segment>{text("status.selfCheckNever")}</Segment>
      ) : (
        <Segment {...(!check.isConsistent && { mark: "diverged" as const, tone: "diverged" as const })}>
          <Sentence
            text={text(check.isConsistent ? "status.selfCheckOk" : "status.selfCheckFailed", {
              time: format.time(check.time),
            })}
          />
        </Segment>
      )}
      {facts.blockTime === undefined ? null : (
        <Segment isEnd>
          {text("status.asOf")} {format.time(facts.blockTime, "exact")}
        </Segment>
      )}
    </>
  );
}

/** A solo network has no cosigners, and then no n of m is shown anywhere. */
function Cosignatures({ facts }: { readonly facts: StatusFacts }) {
  const text = useFrameText();
  const signed = facts.cosignatures;
  if (facts.mode === "solo" || signed === undefined) return <Segment>{text("status.noCosigners")}</Segment>;
  const isShort = signed.have < signed.needed;
  return (
    <Segment {...(isShort && { mark: "diverged" as const, tone: "diverged" as const })}>
      {text("status.cosigned")}{" "}
      <strong>
        {formatCount(signed.have)}/{formatCount(signed.of)}
      </strong>
    </Segment>
  );
}
