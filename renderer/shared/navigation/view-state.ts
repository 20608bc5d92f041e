import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** Reads a view from the untyped search parameters; what is not understood must fall back, never throw. */
export type ParseView<View> = (raw: Readonly<Record<string, unknown>>) => View;

/**
 * The view of a page (filter, sort, tab, selection), kept in the address so that a link reproduces it. The second value
 * changes it; `undefined` drops a parameter. By default the address is replaced, so that Back leaves the page; pass
 * `remember: true` for a step that Back should undo.
 */
export function useViewState<View extends object>(
  parse: ParseView<View>,
): readonly [View, (changed: Partial<View>, options?: { readonly remember?: boolean }) => void] {
  const raw: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (changed: Partial<View>, options?: { readonly remember?: boolean }) => {
      void navigate({
        to: ".",
        search: (previous: Record<string, unknown>) => ({ ...previous, ...changed }),
        replace: options?.remember !== true,
      });
    },
    [navigate],
  );
  return [parse(raw), change];
}

/** One part of the address, such as the dataset of `/catalog/17`; undefined on a page whose address lacks it. */
export function usePathPart(
  name: "item" | "dataset" | "agreement" | "tab" | "record" | "height" | "transaction",
): string | undefined {
  const parts: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return parts[name];
}

/** Goes to one of `paths`. Prefer a link; this is for what follows an action or a key. */
export function useGoTo(): (to: string, search?: Readonly<Record<string, unknown>>) => void {
  const navigate = useNavigate();
  return useCallback((to, search) => void navigate({ to, search: { ...search } }), [navigate]);
}
