import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { TextField } from "./fields.tsx";
import { useFormText } from "./text.ts";

const usccLength = 18;
const lettersNeverUsed = /[IOSVZ]/;

/** A Unified Social Credit Code, checked as it is typed: small letters are taken as capitals, spaces are dropped. */
export function UsccField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const text = useFormText();
  const isRight = isUnifiedSocialCreditCode(value);
  const note = isRight
    ? text("uscc.right")
    : value === ""
      ? text("uscc.note")
      : text("uscc.typed", { count: value.length });
  return (
    <TextField
      label={text("uscc")}
      note={note}
      error={flawOf(value) === undefined ? undefined : text(`uscc.${flawOf(value) ?? "check"}`)}
      isRequired
      lengthMax={usccLength + 6}
      value={value}
      onChange={(typed) => onChange(typed.toUpperCase().replaceAll(/\s/g, "").slice(0, usccLength))}
    />
  );
}

/** What is wrong with a code already while it is typed; nothing before it is whole unless a character cannot stand in one. */
function flawOf(value: string): "letter" | "character" | "check" | undefined {
  if (lettersNeverUsed.test(value)) return "letter";
  if (/[^0-9A-Z]/.test(value)) return "character";
  return value.length === usccLength && !isUnifiedSocialCreditCode(value) ? "check" : undefined;
}
