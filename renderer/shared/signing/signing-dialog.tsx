import { useMutation, useQuery } from "@tanstack/react-query";
import type { Prepared, Receipt } from "#ledger-core/contract/api/session.ts";
import { api, client } from "#renderer/shared/client/console-client.ts";
import { findBridge, resultInShell } from "#renderer/shared/client/shell-bridge.ts";
import { useFailure, useProblem } from "#renderer/shared/client/use-failure.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { SignDialog } from "#renderer/shared/ui/sign-dialog.tsx";
import type { PreparedSentence, SigningRequest } from "./signing.ts";

/** Where the shell confirms, it shows the sentence in a window of its own; this page cannot sign there. */
async function confirm(digest: string, passphrase: string | undefined): Promise<Receipt | undefined> {
  const bridge = findBridge();
  if (bridge !== undefined) return resultInShell(bridge.confirm(digest));
  return client.signing.confirm(passphrase === undefined ? { digest } : { digest, passphrase });
}

/** What the node lays down; an act alone comes with what would become of it. */
async function prepare(request: SigningRequest): Promise<PreparedSentence & Partial<Prepared>> {
  if ("key" in request) return await request.prepare();
  return await client.signing.prepare({ kind: request.kind, body: request.body });
}

/** Lays one act before the person, from preparing it to its receipt. */
export function SigningDialog({
  request,
  onSettled,
}: {
  readonly request: SigningRequest;
  readonly onSettled: (receipt: Receipt | undefined) => void;
}) {
  const text = useSharedText();
  const words = useWords();
  const describe = useFailure();
  const describeProblem = useProblem();
  const method = useQuery(api.signing.method.queryOptions({ meta: { reads: [] } }));
  const prepared = useQuery({
    queryKey: ["signing", "prepare", "key" in request ? request.key : request.kind, request],
    queryFn: () => prepare(request),
    meta: { reads: [] },
    gcTime: 0,
    retry: false,
  });
  const signing = useMutation({
    mutationFn: (passphrase: string) =>
      confirm(prepared.data?.digest ?? "", method.data?.method === "passphrase" ? passphrase : undefined),
    onSuccess: (receipt) => {
      if (receipt?.state !== "refused") onSettled(receipt);
    },
  });
  const receipt = signing.data;
  const failed = prepared.error ?? method.error ?? signing.error;
  const foreseen = prepared.data?.preview?.problem;
  // What is signed and how decides where the keyboard starts, so the dialog waits the moment it takes to know both.
  if (method.isPending || prepared.isPending) return null;
  return (
    <SignDialog
      title={text("sign.title", { act: request.title })}
      sentence={prepared.data === undefined ? undefined : words(prepared.data.sentence)}
      asksPassphrase={method.data?.method === "passphrase"}
      isPending={signing.isPending}
      foreseen={foreseen == null ? undefined : describeProblem(foreseen)}
      refused={receipt?.state === "refused" ? refusalOf(receipt, describeProblem, text("sign.refused")) : undefined}
      failure={failed === null ? undefined : describe(failed)}
      onSign={(passphrase) => signing.mutate(passphrase)}
      onClose={() => onSettled(receipt)}
    />
  );
}

function refusalOf(receipt: Receipt, describe: ReturnType<typeof useProblem>, fallback: string) {
  return receipt.problem === null
    ? { title: fallback, ...(receipt.code !== null && { code: receipt.code }) }
    : describe(receipt.problem);
}
