import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { EntryDetail, ProofBundle } from "#ledger-core/contract/api/ledger.ts";
import { parseBase64 } from "#ledger-core/proof/base64.ts";
import { CopyButton } from "#renderer/shared/files/copy-button.tsx";
import { saveFiles } from "#renderer/shared/files/save-file.ts";
import { DrawerLayout } from "#renderer/shared/drawer/drawer-region.tsx";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { ProofChecks } from "./proof-checks.tsx";
import styles from "./proof.module.css";
import { proofQueries } from "./queries.ts";
import { useProofText } from "./text.ts";

/** The proof of one entry of the log, by its index: recomputed in this window, explained, and taken away. */
export function ProofDrawer({ entry }: { readonly entry: number }) {
  const text = useProofText();
  const shared = useSharedText();
  const [showsHashes, setShowsHashes] = useState(false);
  const bundle = useQuery(proofQueries.bundle(entry));
  const detail = useQuery(proofQueries.entry(entry));
  const title = useTitle(detail.data);
  return (
    <DrawerLayout
      over={text("over")}
      title={title ?? shared("proofOf", { entry })}
      {...(bundle.data !== undefined && {
        headerActions: <TextLink to={paths.entry(bundle.data.id)}>{text("open")}</TextLink>,
        foot: (
          <ProofFoot
            bundle={bundle.data}
            showsHashes={showsHashes}
            onToggleHashes={() => setShowsHashes(!showsHashes)}
          />
        ),
      })}
    >
      <QueryPart query={bundle} what={text("reading")} loadingRows={8}>
        {(proof) => (
          <QueryPart query={detail} what={text("reading")} loadingRows={8}>
            {(found) => <ProofChecks bundle={proof} entry={found} showsHashes={showsHashes} />}
          </QueryPart>
        )}
      </QueryPart>
    </DrawerLayout>
  );
}

/** What was done, and to which record. */
function useTitle(entry: EntryDetail | undefined): string | undefined {
  const text = useProofText();
  const words = useWords();
  if (entry === undefined) return undefined;
  const label = words(entry.label);
  const own = entry.changes.find(({ table, about }) => !isAboutPeople(table) && words(about) !== "");
  if (own === undefined) return label;
  const about = words(own.about);
  // A proposal is already named by what is proposed.
  return own.table === "kernel.proposal" && entry.state === "proposed" ? about : text("title", { label, about });
}

/** Rows that every act of its kind writes: they name whoever signed, not what it was about. */
function isAboutPeople(table: string): boolean {
  return table === "kernel.vote";
}

function ProofFoot(props: {
  readonly bundle: ProofBundle;
  readonly showsHashes: boolean;
  readonly onToggleHashes: () => void;
}) {
  const text = useProofText();
  const [isExported, setIsExported] = useState(false);
  const { bundle } = props;
  const address = `${location.href.split("#")[0] ?? ""}#${paths.entry(bundle.id)}`;
  const save = async () => {
    const files = bundle.files.flatMap(({ name, base64 }) => {
      const bytes = parseBase64(base64);
      return bytes === undefined ? [] : [{ name, bytes: new Uint8Array(bytes) }];
    });
    await saveFiles(files);
    setIsExported(true);
  };
  return (
    <>
      <div className={styles.toggle}>
        <Button kind="link" onClick={props.onToggleHashes}>
          {props.showsHashes ? text("hashes.hide") : text("hashes.show")}
        </Button>
      </div>
      <CopyButton label={text("link")} text={address} />
      <Button kind="primary" icon="download" onClick={() => void save()}>
        {text("export")}
      </Button>
      <p className={styles.exported} role="status">
        {isExported ? text("exported") : ""}
      </p>
    </>
  );
}
