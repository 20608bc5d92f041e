import { useId, useState } from "react";
import type { ReactNode } from "react";
import styles from "./forms.module.css";
import { useFormText } from "./text.ts";

/** Takes one file by choosing or by dropping it; `label` says which, as a verb and its object. What was read is shown by `children`. */
export function FileDrop(props: {
  readonly label: string;
  readonly note?: string;
  /** As the `accept` of a file field: `.json`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly children?: ReactNode;
}) {
  const text = useFormText();
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const [name, setName] = useState("");
  const take = (file: File) => {
    setName(file.name);
    props.onFile(file);
  };
  return (
    <div
      className={styles.file}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined) take(file);
      }}
    >
      <div className={styles.fileChoice}>
        {/* The browser's own control speaks the browser's language, so the label is the button that is seen. */}
        <input
          id={id}
          type="file"
          className="visually-hidden"
          accept={props.accept}
          onClick={(event) => {
            // The same file chosen again, as after it has changed, would be no change.
            event.currentTarget.value = "";
          }}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) take(file);
          }}
        />
        <label htmlFor={id}>{props.label}</label>
        <span>{name}</span>
      </div>
      <p className={styles.note}>
        {text("dropFile")}
        {props.note === undefined ? null : ` · ${props.note}`}
      </p>
      {props.children}
    </div>
  );
}
