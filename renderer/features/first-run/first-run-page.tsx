import { LoadingRows } from "#renderer/shared/ui/states.tsx";

export function FirstRunPage() {
  return <LoadingRows rows={6} />;
}
