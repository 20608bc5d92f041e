import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { useFrameText } from "#renderer/app/text.ts";
import { DrawerRegion } from "#renderer/shared/drawer/drawer-region.tsx";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import styles from "./frame.module.css";
import { Identity } from "./identity.tsx";
import { Navigation } from "./navigation.tsx";
import { useRegionKeys } from "./regions.ts";
import { StatusLine } from "./status-line.tsx";
import { TopBar } from "./top-bar.tsx";
import { useFrameFacts } from "./use-frame-facts.ts";

/** The frame around every page: navigation, top bar, page, drawer, status line. */
export function Frame() {
  const text = useFrameText();
  const language = usePreferences((preferences) => preferences.language);
  const { status, connection, inboxCount } = useFrameFacts();
  useRegionKeys();
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  return (
    <div className={styles.frame}>
      <button
        type="button"
        className={styles.skip}
        onClick={() => document.querySelector<HTMLElement>("[data-region='main']")?.focus()}
      >
        {text("skip")}
      </button>
      <TopBar facts={status} identity={<Identity />} />
      <Navigation inboxCount={inboxCount} />
      <main className={styles.main} data-region="main" tabIndex={-1} aria-label={text("page")}>
        <Outlet />
      </main>
      <div className={styles.drawer}>
        <DrawerRegion />
      </div>
      <StatusLine facts={status} connection={connection} />
    </div>
  );
}
