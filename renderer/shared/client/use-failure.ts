import { useCallback } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import type { FailureText } from "#renderer/shared/ui/states.tsx";
import { problemOf } from "./problem.ts";
import type { Problem } from "#ledger-core/contract/api/shared.ts";

/** Gives the words of a failed call: the cause, the next step, the code last. */
export function useFailure(): (error: unknown) => FailureText {
  const text = useSharedText();
  const describe = useProblem();
  return useCallback(
    (error) => {
      const found = problemOf(error);
      if (found.kind === "problem") return describe(found.problem);
      if (found.kind === "lost") return { title: text("failure.connection"), detail: text("failure.connectionDetail") };
      return { title: text("failure.internal"), detail: text("failure.internalDetail"), code: found.code };
    },
    [text, describe],
  );
}

/** Gives the words of a problem that came as data, such as the outcome of a preview. */
export function useProblem(): (problem: Problem) => FailureText {
  const words = useWords();
  return useCallback(
    (problem) => ({ title: words(problem.cause), detail: words(problem.next), code: problem.code }),
    [words],
  );
}
