import { lazy, Suspense } from "react";
import { usePendingSignature } from "./signing.ts";

const SigningDialog = lazy(async () => ({ default: (await import("./signing-dialog.tsx")).SigningDialog }));

/** The frame's one place where signatures are asked for. */
export function SigningHost() {
  const request = usePendingSignature();
  if (request === undefined) return null;
  return (
    <Suspense fallback={null}>
      <SigningDialog
        key={"key" in request ? request.key : `${request.kind}:${JSON.stringify(request.body)}`}
        request={request}
        onSettled={request.settle}
      />
    </Suspense>
  );
}
