import styles from "./fingerprint.module.css";

/** A key or hash in groups of four, to be read out and compared. */
export function Fingerprint({ hex }: { readonly hex: string }) {
  const groups = hex.match(/.{1,4}/gu) ?? [];
  return (
    <code className={styles.fingerprint}>
      {groups.map((group, place) => (
        <span key={place}>{group} </span>
      ))}
    </code>
  );
}
