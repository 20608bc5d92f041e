/** What windows are told. */
import { ORPCError } from "@orpc/server";

/** The code of the problem with which a procedure ends; throws where it ends otherwise. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ORPCError) || error.code !== "PROBLEM") throw new Error(`not a problem: ${String(error)}`);
  return (error.data as { code: string }).code;
}
