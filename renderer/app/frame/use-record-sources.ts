import { useEffect } from "react";
import { useFrameText } from "#renderer/app/text.ts";
import { api, client, queries } from "#renderer/shared/client/console-client.ts";
import { addCommandSource, matchCommands } from "#renderer/shared/commands/commands.ts";
import { ownLanguageFirst } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";

const foundMax = 6;

/** Lets the search box find datasets, departments and people of the ledger, from any page. */
export function useRecordSources(): void {
  const text = useFrameText();
  const words = useWords();
  const language = usePreferences((preferences) => preferences.language);
  const goTo = useGoTo();
  useEffect(() => {
    const removals = [
      addCommandSource({
        key: "datasets",
        heading: text("search.datasets"),
        find: async (query, signal) => {
          if (query === "") return [];
          const { rows } = await client.catalog.search({ text: query.slice(0, 200), limit: foundMax }, { signal });
          return rows.map(({ key, title, owner }) => ({
            key: `dataset:${key}`,
            label: ownLanguageFirst(title, language),
            detail: words(owner.name),
            run: () => goTo(paths.dataset(key)),
          }));
        },
      }),
      addCommandSource({
        key: "departments",
        heading: text("search.departments"),
        find: async (query) => {
          if (query === "") return [];
          const reads = [{ table: "kernel.member" }, { table: "consortium.department" }];
          const { departments } = await queries.fetchQuery(
            api.consortium.departments.queryOptions({ meta: { reads } }),
          );
          const all = departments.map(({ key, name, short, uscc }) => ({
            key: `department:${key}`,
            label: words(name),
            detail: uscc,
            keywords: [name.zh, name.en, short.zh, short.en],
            run: () => goTo(paths.department(key)),
          }));
          return matchCommands(query, all).slice(0, foundMax);
        },
      }),
      addCommandSource({
        key: "people",
        heading: text("search.people"),
        find: async (query) => {
          if (query === "") return [];
          const reads = [{ table: "kernel.person" }, { table: "kernel.role" }, { table: "consortium.post" }];
          const { people } = await queries.fetchQuery(
            api.consortium.people.queryOptions({ input: {}, meta: { reads } }),
          );
          const all = people.map(({ key, handle, department, title, maskedName }) => ({
            key: `person:${key}`,
            label: `${words(department.name)} ${words(title)}`,
            detail: `${maskedName} ${handle}`,
            keywords: [handle],
            run: () => goTo(paths.person(key)),
          }));
          return matchCommands(query, all).slice(0, foundMax);
        },
      }),
    ];
    return () => {
      for (const remove of removals) remove();
    };
  }, [text, words, language, goTo]);
}
