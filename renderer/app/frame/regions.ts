import { useEffect } from "react";

/** The regions of the frame in the order in which F6 walks them. */
export const regionNames = ["top", "navigation", "main", "drawer", "status"] as const;

export type RegionName = (typeof regionNames)[number];

/** Finds the next region that is on screen, from the one that has focus; before the first F6 that is the page. */
export function nextRegion(options: {
  readonly present: readonly RegionName[];
  readonly current: RegionName | undefined;
  readonly backwards: boolean;
}): RegionName | undefined {
  const { present, current, backwards } = options;
  const ordered = regionNames.filter((name) => present.includes(name));
  if (ordered.length === 0) return undefined;
  if (current === undefined || !ordered.includes(current)) return ordered.includes("main") ? "main" : ordered[0];
  const step = backwards ? ordered.length - 1 : 1;
  return ordered[(ordered.indexOf(current) + step) % ordered.length];
}

function isRegionName(name: string | undefined): name is RegionName {
  return regionNames.some((known) => known === name);
}

function regionOf(element: Element | null): RegionName | undefined {
  const name = element?.closest<HTMLElement>("[data-region]")?.dataset["region"];
  return isRegionName(name) ? name : undefined;
}

/** F6 and Shift+F6 move the focus between the regions of the window; within one, Tab goes on in reading order. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "F6") return;
      const elements = [...document.querySelectorAll<HTMLElement>("[data-region]")];
      const present = elements.map((element) => regionOf(element)).filter((name) => name !== undefined);
      const next = nextRegion({ present, current: regionOf(document.activeElement), backwards: event.shiftKey });
      const target = elements.find((element) => element.dataset["region"] === next);
      if (target === undefined) return;
      event.preventDefault();
      target.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
