import { useEffect, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

/** What the drawer shows. `key` names it, so that asking for the same one again changes it in place. */
export type DrawerContent = {
  readonly key: string;
  readonly label: string;
  readonly content: ReactNode;
  /** The mark it was opened from; focus returns to it. */
  readonly opener?: HTMLElement | undefined;
};

let current: DrawerContent | undefined;
const listeners = new Set<() => void>();

function change(next: DrawerContent | undefined): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Opens the one drawer, docked at the right: "explain this, I am staying". What was in it before is replaced. */
export function openDrawer(content: DrawerContent): void {
  const opener = content.opener ?? (document.activeElement instanceof HTMLElement ? document.activeElement : undefined);
  const keepsOpener = opener?.closest("[data-region='drawer']") != null;
  change({ ...content, opener: keepsOpener ? current?.opener : opener });
}

/** Closes the drawer and gives focus back to the mark that opened it, if that is still on the page. */
export function closeDrawer(): void {
  const opener = current?.opener;
  change(undefined);
  if (opener?.isConnected === true) opener.focus();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the drawer shows now, or undefined while it is closed. */
export function useDrawer(): DrawerContent | undefined {
  return useSyncExternalStore(subscribe, () => current);
}

/** For a page whose forms and proofs are about what stands on it: they close with it, and what was typed is kept as a draft. */
export function useDrawerOfPage(): void {
  useEffect(() => closeDrawer, []);
}
