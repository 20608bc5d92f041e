import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** Where a page goes together with the link that had the keyboard, the keyboard goes on at the top of the next page. */
export function useKeptFocus(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    const hasMoved = before.current !== undefined && before.current !== path;
    before.current = path;
    // A window that has only opened is read from its beginning.
    if (!hasMoved) return undefined;
    // After the new page is drawn: only then is what had the focus gone.
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>("[data-region='main']")?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [path]);
}
