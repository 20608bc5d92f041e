import { AreaField } from "./fields.tsx";
import { useFormText } from "./text.ts";

/** The reason that is sealed with an act. The note says who reads it; without one of its own, that every department does. */
export function ReasonField(props: {
  readonly value: string;
  readonly note?: string;
  readonly onChange: (reason: string) => void;
}) {
  const text = useFormText();
  return (
    <AreaField
      label={text("reason")}
      note={props.note ?? text("reasonNote")}
      isRequired
      value={props.value}
      onChange={props.onChange}
    />
  );
}
