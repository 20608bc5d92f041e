import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { ReactNode } from "react";
import { api } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { LanguageMenu, ThemeMenu } from "./frame/choice-menus.tsx";
import styles from "./gate.module.css";

const FirstRunPage = lazy(async () => ({
  default: (await import("#renderer/features/first-run/first-run-page.tsx")).FirstRunPage,
}));
const LockPage = lazy(async () => ({ default: (await import("#renderer/features/lock/lock-page.tsx")).LockPage }));

/** Lets through to the console once there is a ledger and somebody has unlocked; before that the first run or the lock. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const describe = useFailure();
  const setup = useQuery(api.setup.state.queryOptions({ meta: { reads: [] } }));
  const me = useQuery(
    api.session.me.queryOptions({
      enabled: setup.data !== undefined && setup.data.ledger !== "none",
      meta: { reads: [{ table: "kernel.person" }, { table: "kernel.role" }, { table: "kernel.member" }] },
    }),
  );
  if (setup.data?.ledger === "none") return <Whole page={<FirstRunPage />} />;
  if (me.data === null) return <Whole page={<LockPage />} />;
  if (me.data !== undefined) return children;
  const failed = setup.isError ? setup : me.isError ? me : undefined;
  if (failed === undefined) return null;
  return <Whole page={<FailedNotice failure={describe(failed.error)} onRetry={() => void failed.refetch()} />} />;
}

/** A page without the frame, with the language and the theme at hand. */
function Whole({ page }: { readonly page: ReactNode }) {
  return (
    <div className={styles.gate}>
      <div className={styles.choices}>
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <Suspense fallback={<LoadingRows />}>{page}</Suspense>
    </div>
  );
}
