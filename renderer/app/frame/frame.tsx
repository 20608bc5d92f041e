import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { useFrameText } from "#renderer/app/text.ts";
import { DrawerRegion } from "#renderer/shared/drawer/drawer-region.tsx";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { SigningHost } from "#renderer/shared/signing/signing-host.tsx";
import styles from "./frame.module.css";
import { connectProofDrawer } from "./proof-drawers.tsx";
import { Identity } from "./identity.tsx";
import { Navigation } from "./navigation.tsx";
import { useRegionKeys } from "./regions.ts";
import { StatusLine } from "./status-line.tsx";
import { TopBar } from "./top-bar.tsx";
import { useFrameFacts } from "./use-frame-facts.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useRecordSources } from "./use-record-sources.ts";

/** The frame around every page: navigation, top bar, page, drawer, status line. */
export function Frame() {
  const text = useFrameText();
  const { status, connection, inboxCount } = useFrameFacts();
  const shared = useSharedText();
  useRegionKeys();
  useRecordSources();
  useKeptFocus();
  useEffect(() => connectProofDrawer(() => shared("proof")), [shared]);
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
      <SigningHost />
      <StatusLine facts={status} connection={connection} />
    </div>
  );
}
