import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useLetterKeys } from "#renderer/shared/keyboard/letter-keys.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import type { CatalogView } from "./catalog-view.ts";
import { useCatalogText } from "./text.ts";

const settleMs = 120;

/** The search field: the address follows what is typed, and what is typed follows the address when one goes back. */
export function CatalogSearch({
  view,
  onChange,
}: {
  readonly view: CatalogView;
  readonly onChange: (changed: Partial<CatalogView>) => void;
}) {
  const text = useCatalogText();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(view.text);
  const [written, setWritten] = useState(view.text);
  if (view.text !== written) {
    setWritten(view.text);
    setTyped(view.text);
  }
  useEffect(() => {
    if (typed === written) return undefined;
    const timer = setTimeout(() => {
      setWritten(typed);
      onChange({ text: typed });
    }, settleMs);
    return () => clearTimeout(timer);
  }, [typed, written, onChange]);
  useLetterKeys({ "/": () => field.current?.focus() });
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={text("search")}
      placeholder={text("search")}
      leftSection={<Icon name="search" />}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
