import { Page } from "#renderer/shared/ui/page.tsx";
import { LoadingRows } from "#renderer/shared/ui/states.tsx";

export function CatalogPage() {
  return (
    <Page>
      <LoadingRows rows={6} columns={3} />
    </Page>
  );
}
