import { useEffect, useState } from "react";

/** One thing that the search box offers: a record, person, department or action. */
export type Command = {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  readonly run: () => void;
};

/** A kind of thing that can be found, with its name as a heading. `find` gets at least one character and few results suffice. */
export type CommandSource = {
  readonly key: string;
  readonly heading: string;
  readonly find: (query: string, signal: AbortSignal) => Promise<readonly Command[]> | readonly Command[];
};

export type CommandGroup = { readonly key: string; readonly heading: string; readonly commands: readonly Command[] };

const sources = new Map<string, CommandSource>();

/** Adds what a feature can find to the search box; a source with the same key is replaced. Gives back its removal. */
export function addCommandSource(source: CommandSource): () => void {
  sources.set(source.key, source);
  return () => {
    if (sources.get(source.key) === source) sources.delete(source.key);
  };
}

/** Keeps the commands whose label or detail holds every word of the query, letters compared without case. */
export function matchCommands(query: string, commands: readonly Command[]): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, detail }) => {
    const haystack = `${label} ${detail ?? ""}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

const settleMs = 120;

/** Asks `own` and every source added by a feature, in that order; a source that fails offers nothing. */
export function useCommandGroups(
  query: string,
  own: readonly CommandSource[],
): { readonly groups: readonly CommandGroup[]; readonly isSearching: boolean } {
  const [found, setFound] = useState<{ readonly query: string; readonly groups: readonly CommandGroup[] }>({
    query: "",
    groups: [],
  });
  useEffect(() => {
    const controller = new AbortController();
    const search = async () => {
      const asked = [...own, ...sources.values()];
      const answers = await Promise.allSettled(asked.map(async (source) => source.find(query, controller.signal)));
      if (controller.signal.aborted) return;
      const groups = asked.map(({ key, heading }, index) => {
        const answer = answers[index];
        return { key, heading, commands: answer?.status === "fulfilled" ? answer.value : [] };
      });
      setFound({ query, groups: groups.filter(({ commands }) => commands.length > 0) });
    };
    const timer = setTimeout(() => void search(), query === "" ? 0 : settleMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, own]);
  return { groups: found.groups, isSearching: found.query !== query };
}
