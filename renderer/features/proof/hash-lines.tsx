import type { EntryDetail, ProofBundle } from "#ledger-core/contract/api/ledger.ts";
import type { CheckName } from "#ledger-core/proof/check.ts";
import { formatHash } from "#renderer/shared/format/names.ts";
import type { ProofPath } from "./prove-here.ts";
import styles from "./proof.module.css";
import { useProofText } from "./text.ts";

/** The hashes and keys that one check was computed from. */
export function HashLines(props: {
  readonly name: CheckName;
  readonly bundle: ProofBundle;
  readonly entry: EntryDetail;
  readonly proven: { readonly path: ProofPath | undefined };
}) {
  const text = useProofText();
  const { bundle, entry } = props;
  const { path } = props.proven;
  const lines: Readonly<Partial<Record<CheckName, readonly (readonly [string, string | null | undefined])[]>>> = {
    text: [[text("hash.id"), bundle.id]],
    signature: [[text("hash.key"), entry.publicKey]],
    entry: [[text("hash.leaf"), path?.along[0]]],
    inclusion: [
      [text("hash.origin"), path?.origin],
      [text("hash.root"), path?.root],
    ],
    checkpoint: [[text("hash.vkey"), bundle.vkey]],
  };
  const shown = (lines[props.name] ?? []).filter((line) => line[1] !== null && line[1] !== undefined);
  if (shown.length === 0) return null;
  return (
    <dl className={styles.hashes}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <HashValue name={name} value={value ?? ""} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A hash in its short form; pressing it copies all of it. */
export function HashValue({ name, value }: { readonly name: string; readonly value: string }) {
  const text = useProofText();
  return (
    <button
      type="button"
      className={styles.hash}
      title={value}
      onClick={() => void navigator.clipboard.writeText(value)}
    >
      <span className="visually-hidden">{text("hash.copy", { name })} </span>
      {/^[0-9a-f]+$/.test(value) ? formatHash(value) : value}
    </button>
  );
}
