import { useEffect, useEffectEvent } from "react";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";

/** Whether typing at this element belongs to it: a field, an editable text, or an open list of choices. */
export function takesTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role='combobox'], [role='textbox']") !== null
  );
}

/** Keys by what `KeyboardEvent.key` gives in lower case: `a`, `j`, `/`, `enter`. */
export type LetterKeys = Readonly<Record<string, () => void>>;

/**
 * Runs an action on a single key anywhere in the window. It never fires with a modifier, while a field has focus, while
 * a dialog is open, or when the person switched letter keys off in the settings (WCAG 2.1.4).
 */
export function useLetterKeys(keys: LetterKeys): void {
  const isOn = usePreferences((preferences) => preferences.letterKeys);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesTyping(event.target)) return;
    if (document.querySelector("[role='dialog'][aria-modal='true']") !== null) return;
    const action = keys[event.key.toLowerCase()];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, [isOn]);
}
