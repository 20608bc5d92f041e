import { useId, useState } from "react";
import type { ReactNode } from "react";
import styles from "./forms.module.css";
import { useFormText } from "./text.ts";

/** Takes one file by choosing or by dropping it. What was read is shown by `children`. */
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
        if (file !== undefined) props.onFile(file);
      }}
    >
      <label htmlFor={id} className={styles.note}>
        {props.label}
      </label>
      <input
        id={id}
        type="file"
        accept={props.accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) props.onFile(file);
        }}
      />
      <p className={styles.note}>
        {text("dropFile")}
        {props.note === undefined ? null : ` · ${props.note}`}
      </p>
      {props.children}
    </div>
  );
}
