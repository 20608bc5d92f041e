import { lazy, Suspense } from "react";
import { openDrawer } from "#renderer/shared/drawer/drawer.ts";
import { setProofOpener } from "#renderer/shared/proof/proof-opener.ts";
import { LoadingRows } from "#renderer/shared/ui/states.tsx";

const ProofDrawer = lazy(async () => ({
  default: (await import("#renderer/features/proof/proof-drawer.tsx")).ProofDrawer,
}));

/** Makes every seal open the proof drawer; called once, before the first page. `label` names the region. */
export function connectProofDrawer(label: () => string): void {
  setProofOpener(({ entry, opener }) =>
    openDrawer({
      key: `proof:${entry}`,
      label: label(),
      opener,
      content: (
        <Suspense fallback={<LoadingRows rows={8} />}>
          <ProofDrawer key={entry} entry={entry} />
        </Suspense>
      ),
    }),
  );
}
