import { DrawerLayout } from "#renderer/shared/drawer/drawer-region.tsx";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { LoadingRows } from "#renderer/shared/ui/states.tsx";

/** The proof of one entry of the log, by its index. */
export function ProofDrawer({ entry }: { readonly entry: number }) {
  const text = useSharedText();
  return (
    <DrawerLayout title={text("proofOf", { entry })}>
      <LoadingRows rows={8} />
    </DrawerLayout>
  );
}
