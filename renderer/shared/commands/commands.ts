import { useEffect, useState } from "react";

/** One thing that the search box offers: a record, person, department or action. */
export type Command = {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  /** Found by these as well, which are not shown: the name in the other language, a user name. */
  readonly keywords?: readonly string[];
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

/**
 * Keeps the commands whose label, detail or keywords hold every word of the query, letters compared without case: first what is called
 * exactly so, then what begins with it, then the rest, each in the order given.
 */
export function matchCommands(query: string, commands: readonly Command[]): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands
    .filter(({ label, detail = "", keywords = [] }) => {
      const haystack = [label, detail, ...keywords].join(" ").toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .toSorted((left, right) => distanceOf(query, left) - distanceOf(query, right));
}

/** 0 for what is called exactly so, 1 for what begins so, 2 for anything else. */
function distanceOf(query: string, { label, keywords = [] }: Command): number {
  const wanted = query.trim().toLowerCase();
  const names = [label, ...keywords].map((name) => name.toLowerCase());
  if (names.includes(wanted)) return 0;
  return names.some((name) => name.startsWith(wanted)) ? 1 : 2;
}

/** The groups that found something; first those whose first one is called exactly so, then in the order given. */
export function orderGroups(query: string, groups: readonly CommandGroup[]): readonly CommandGroup[] {
  const isExact = ({ commands: [first] }: CommandGroup): boolean =>
    first !== undefined && query.trim() !== "" && distanceOf(query, first) === 0;
  const found = groups.filter(({ commands }) => commands.length > 0);
  return [...found.filter(isExact), ...found.filter((group) => !isExact(group))];
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
      setFound({ query, groups: orderGroups(query, groups) });
    };
    const timer = setTimeout(() => void search(), query === "" ? 0 : settleMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, own]);
  return { groups: found.groups, isSearching: found.query !== query };
}
