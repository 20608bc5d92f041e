import { useFormat } from "#renderer/shared/format/use-format.ts";
import styles from "./consortium.module.css";

/** A day in a table: it never breaks over two lines. */
export function Day({ time }: { readonly time: number }) {
  const format = useFormat();
  return <span className={styles.whole}>{format.time(time, "date")}</span>;
}
