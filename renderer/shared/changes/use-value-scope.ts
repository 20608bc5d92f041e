import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "#renderer/shared/client/console-client.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { useChangesText } from "./text.ts";
import type { ValueScope } from "./value-words.ts";

/** Language and names that the values of rows and bodies are said with. */
export function useValueScope(): ValueScope {
  const text = useChangesText();
  const language = usePreferences((preferences) => preferences.language);
  const departments = useQuery(
    api.consortium.departments.queryOptions({
      meta: { reads: [{ table: "kernel.member" }, { table: "consortium.department" }] },
    }),
  ).data?.departments;
  return useMemo(() => {
    const byCode = new Map(departments?.map(({ uscc, name }) => [uscc, name[language]]));
    return {
      language,
      departmentByCode: (uscc) => byCode.get(uscc) ?? uscc,
      countWords: (count) => text("list", { count }),
      noEnd: text("noEnd"),
    };
  }, [departments, language, text]);
}
