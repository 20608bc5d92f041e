import { useId } from "react";
import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { savePreferences, usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { KeyCap } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { AboutPanel } from "./about-panel.tsx";
import { KeyPanel } from "./key-panel.tsx";
import styles from "./settings-page.module.css";
import { useSettingsText } from "./text.ts";

/** What a person may choose for this window. */
export function SettingsPage() {
  const text = useSettingsText();
  return (
    <Page>
      <PageHeader title={text("title")} lead={text("lead")} />
      <Panel title={text("reading")}>
        <ReadingChoices />
      </Panel>
      <KeyPanel />
      <Panel title={text("keyboard")}>
        <LetterKeysChoice />
      </Panel>
      <KeysPanel />
      <AboutPanel />
    </Page>
  );
}

function Setting({
  label,
  children,
  note,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly note?: string;
}) {
  const noteId = useId();
  return (
    <div className={styles.setting}>
      <p>{label}</p>
      <div aria-describedby={note === undefined ? undefined : noteId}>{children}</div>
      {note === undefined ? null : (
        <p id={noteId} className={styles.note}>
          {note}
        </p>
      )}
    </div>
  );
}

function ReadingChoices() {
  const text = useSettingsText();
  const shared = useSharedText();
  const preferences = usePreferences();
  return (
    <>
      <Setting label={text("language")}>
        <Segments
          label={text("language")}
          chosen={preferences.language}
          choices={(["zh", "en"] as const).map((key) => ({ key, label: shared(`language.${key}`) }))}
          onChoose={(language) => savePreferences({ language })}
        />
      </Setting>
      <Setting label={text("theme")}>
        <Segments
          label={text("theme")}
          chosen={preferences.theme}
          choices={(["light", "dark", "system"] as const).map((key) => ({ key, label: text(`theme.${key}`) }))}
          onChoose={(theme) => savePreferences({ theme })}
        />
      </Setting>
      <Setting label={text("textSize")}>
        <Segments
          label={text("textSize")}
          chosen={preferences.textSizePercent === 110 ? "110" : "100"}
          choices={(["100", "110"] as const).map((key) => ({ key, label: text(`textSize.${key}`) }))}
          onChoose={(key) => savePreferences({ textSizePercent: key === "110" ? 110 : 100 })}
        />
      </Setting>
    </>
  );
}

function LetterKeysChoice() {
  const text = useSettingsText();
  const letterKeys = usePreferences((preferences) => preferences.letterKeys);
  return (
    <Setting label={text("letterKeys")} note={text("letterKeys.note")}>
      <Segments
        label={text("letterKeys")}
        chosen={letterKeys ? "on" : "off"}
        choices={(["on", "off"] as const).map((key) => ({ key, label: text(`letterKeys.${key}`) }))}
        onChoose={(key) => savePreferences({ letterKeys: key === "on" })}
      />
    </Setting>
  );
}

const keys = [
  { key: "Ctrl K", does: "keys.search" },
  { key: "F6", does: "keys.region" },
  { key: "Esc", does: "keys.close" },
] as const;

function KeysPanel() {
  const text = useSettingsText();
  return (
    <Panel title={text("keys.title")} isFlush>
      <DataTable
        label={text("keyboard")}
        rows={keys}
        rowKey={(row) => row.key}
        columns={[
          {
            key: "key",
            header: text("keys.key"),
            width: "120px",
            cell: (row) => (
              <>
                <KeyCap label={row.key} />
                <span className="visually-hidden">{row.key}</span>
              </>
            ),
          },
          { key: "does", header: text("keys.does"), cell: (row) => text(row.does) },
        ]}
      />
    </Panel>
  );
}
