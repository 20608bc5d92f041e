import { useCallback } from "react";
import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";

/** A person by department and post: `市数据局局长`, `Data Bureau, Director`. */
export function usePersonAt(): (person: Pick<PersonBrief, "title" | "department">) => string {
  const language = usePreferences((preferences) => preferences.language);
  return useCallback(
    ({ title, department }) => {
      const post = title[language];
      if (language === "en") return `${department.name.en}, ${post}`;
      // Somebody without a post is shown by a handle, which is set off from Chinese by a space.
      return /^[\dA-Za-z]/.test(post) ? `${department.name.zh} ${post}` : department.name.zh + post;
    },
    [language],
  );
}
