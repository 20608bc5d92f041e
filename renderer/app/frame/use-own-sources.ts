import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import en from "#renderer/app/en.json" with { type: "json" };
import { useFrameText } from "#renderer/app/text.ts";
import zh from "#renderer/app/zh.json" with { type: "json" };
import { api } from "#renderer/shared/client/console-client.ts";
import { matchCommands } from "#renderer/shared/commands/commands.ts";
import type { Command, CommandSource } from "#renderer/shared/commands/commands.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { savePreferences, usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { useThemeName } from "#renderer/shared/theme/use-theme-name.ts";
import { deeds, places } from "./places.ts";
import type { Deed, Place } from "./places.ts";

type Name = Extract<keyof typeof zh, `page.${Place}` | `action.${string}`>;

/** What the frame itself lets the search box find: its pages, what begins on them, and what it can do itself. */
export function useOwnSources(): readonly CommandSource[] {
  const text = useFrameText();
  const goTo = useGoTo();
  const queries = useQueryClient();
  const theme = useThemeName();
  const language = usePreferences((preferences) => preferences.language);
  const reads = [{ table: "kernel.person" }, { table: "kernel.role" }, { table: "kernel.member" }];
  const roles = useQuery(api.session.me.queryOptions({ meta: { reads } })).data?.person.roles;
  return useMemo(() => {
    // Somebody who knows a page by its English name finds it under the Chinese one, and the other way round.
    const named = (name: Name, run: () => void): Command => ({
      key: name,
      label: text(name),
      keywords: [zh[name], en[name]],
      run,
    });
    const pages = (Object.keys(places) as Place[]).map((page) => named(`page.${page}`, () => goTo(places[page])));
    const may = (deed: Deed): boolean => deeds[deed].roles.some((role) => roles?.includes(role) === true);
    const begun = (Object.keys(deeds) as Deed[])
      .filter(may)
      .map((deed) => named(`action.${deed}`, () => goTo(deeds[deed].path)));
    const actions: readonly Command[] = [
      ...begun,
      theme === "dark"
        ? named("action.light", () => savePreferences({ theme: "light" }))
        : named("action.dark", () => savePreferences({ theme: "dark" })),
      language === "zh"
        ? named("action.english", () => savePreferences({ language: "en" }))
        : named("action.chinese", () => savePreferences({ language: "zh" })),
      named("action.reload", () => void queries.invalidateQueries()),
    ];
    return [
      { key: "pages", heading: text("search.pages"), find: (query) => matchCommands(query, pages) },
      { key: "actions", heading: text("search.actions"), find: (query) => matchCommands(query, actions) },
    ];
  }, [text, goTo, queries, theme, language, roles]);
}
