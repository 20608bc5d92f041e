import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#renderer/shared/client/console-client.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FactList } from "#renderer/shared/ui/figures.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import styles from "./settings-page.module.css";
import { useSettingsText } from "./text.ts";

/** What this program and this network are, with the key by which anybody checks what the log signs. */
export function AboutPanel() {
  const text = useSettingsText();
  const query = useQuery(api.system.status.queryOptions());
  return (
    <QueryPanel title={text("about")} what={text("about")} query={query}>
      {(status) => (
        <FactList
          facts={[
            { label: text("about.network"), value: status.name },
            { label: text("about.purpose"), value: text(`about.purpose.${status.purpose}`) },
            { label: text("about.mode"), value: text("about.solo") },
            { label: text("about.height"), value: formatCount(status.height) },
            { label: text("about.version"), value: status.version },
            { label: text("about.id"), value: <Copied value={status.network} what={text("about.id")} /> },
            { label: text("about.vkey"), value: <Copied value={status.vkey} what={text("about.vkey")} /> },
          ]}
        />
      )}
    </QueryPanel>
  );
}

function Copied({ value, what }: { readonly value: string; readonly what: string }) {
  const text = useSettingsText();
  const shared = useSharedText();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setIsCopied(true);
  };
  return (
    <span className={styles.copied}>
      <code>{value}</code>
      <Button size="small" icon="copy" onClick={() => void copy()}>
        {isCopied ? shared("copied") : text("copy", { what })}
      </Button>
    </span>
  );
}
