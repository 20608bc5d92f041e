import { useState } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Button } from "#renderer/shared/ui/button.tsx";

const saidMs = 2_000;

/** Copies a text, and says that it did, in the button and to a screen reader. */
export function CopyButton(props: {
  readonly label: string;
  readonly text: string;
  readonly size?: "standard" | "small";
}) {
  const text = useSharedText();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), saidMs);
  };
  return (
    <>
      <Button size={props.size ?? "standard"} onClick={() => void copy()}>
        {isCopied ? text("copied") : props.label}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? text("copied") : ""}
      </span>
    </>
  );
}
