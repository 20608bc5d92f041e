import { Link } from "@tanstack/react-router";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import type { IconName } from "#renderer/shared/ui/icon.tsx";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFrameText } from "#renderer/app/text.ts";
import styles from "./frame.module.css";

type PageName = "inbox" | "catalog" | "consortium" | "ledger" | "settings";

/** Only pages that exist are here; what a role cannot use is absent. */
const groups = [
  { name: "work", pages: ["inbox"] },
  { name: "city", pages: ["catalog"] },
  { name: "trust", pages: ["consortium", "ledger"] },
] as const satisfies readonly { readonly name: string; readonly pages: readonly PageName[] }[];

export const pageIcons: Readonly<Record<PageName, IconName>> = {
  inbox: "inbox",
  catalog: "catalog",
  consortium: "consortium",
  ledger: "ledger",
  settings: "settings",
};

/** The pages of the console by group. `inboxCount` is how many items wait for this person's signature. */
export function Navigation({ inboxCount }: { readonly inboxCount: number | undefined }) {
  const text = useFrameText();
  return (
    <nav className={styles.navigation} data-region="navigation" tabIndex={-1} aria-label={text("navigation")}>
      {groups.map((group) => (
        <section key={group.name} className={styles.group} aria-labelledby={`group-${group.name}`}>
          <h2 id={`group-${group.name}`} className={styles.groupName}>
            {text(`group.${group.name}`)}
          </h2>
          {group.pages.map((page) => (
            <PageLink key={page} page={page} count={page === "inbox" ? inboxCount : undefined} />
          ))}
        </section>
      ))}
      <div className={styles.foot}>
        <PageLink page="settings" count={undefined} />
      </div>
    </nav>
  );
}

function PageLink({ page, count }: { readonly page: PageName; readonly count: number | undefined }) {
  const text = useFrameText();
  return (
    <Link
      to={paths[page]}
      className={styles.link}
      activeOptions={{ exact: false, includeSearch: false }}
      preload="intent"
    >
      <Icon name={pageIcons[page]} />
      {text(`page.${page}`)}
      {count === undefined || count === 0 ? null : (
        <span className={styles.count}>
          <span aria-hidden="true">{formatCount(count)}</span>
          <span className="visually-hidden">{text("inboxCount", { count })}</span>
        </span>
      )}
    </Link>
  );
}
