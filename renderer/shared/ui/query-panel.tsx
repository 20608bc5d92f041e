import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { Panel } from "./panel.tsx";
import { FailedNotice, LoadingRows } from "./states.tsx";

type QueryPartProps<Data> = {
  readonly query: UseQueryResult<Data>;
  /** What is being read, for "Reading the versions". */
  readonly what: string;
  readonly loadingRows?: number;
  readonly loadingColumns?: number;
  /** Drawn instead of `children` when it gives something: the empty state. */
  readonly empty?: (data: Data) => ReactNode;
  readonly children: (data: Data) => ReactNode;
};

/**
 * Draws what a query found, or that it is being read, or why it failed. Once there is an answer it stays on screen while
 * a newer one is read, and also if that fails, with the failure above it.
 */
export function QueryPart<Data>({ query, what, loadingRows, loadingColumns, empty, children }: QueryPartProps<Data>) {
  const describe = useFailure();
  const failure = query.isError ? (
    <FailedNotice failure={describe(query.error)} onRetry={() => void query.refetch()} />
  ) : null;
  if (query.data === undefined) {
    if (failure !== null) return failure;
    return (
      <LoadingRows
        what={what}
        {...(loadingRows !== undefined && { rows: loadingRows })}
        {...(loadingColumns !== undefined && { columns: loadingColumns })}
      />
    );
  }
  return (
    <>
      {failure}
      {empty?.(query.data) ?? children(query.data)}
    </>
  );
}

/** A panel whose body is one query: title and caption stay, the body is read, empty, failed or drawn by `children`. */
export function QueryPanel<Data>(
  props: QueryPartProps<Data> & {
    readonly title: string;
    readonly caption?: ReactNode;
    readonly actions?: ReactNode;
    readonly footer?: ReactNode;
    readonly isFlush?: boolean;
  },
) {
  const { title, caption, actions, footer, isFlush, ...part } = props;
  return (
    <Panel
      title={title}
      caption={caption}
      actions={actions}
      footer={footer}
      isFlush={isFlush ?? false}
      isBusy={props.query.isFetching}
    >
      <QueryPart {...part} />
    </Panel>
  );
}
