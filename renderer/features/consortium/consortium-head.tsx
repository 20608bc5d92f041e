import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import styles from "./consortium.module.css";
import { openReasonForm } from "./reason-form.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

type Tab = "departments" | "people" | "policies";

/** The head of the three lists: which one, how many of each, and what one can begin; while the network is being founded also that. */
export function ConsortiumHead({ tab, actions }: { readonly tab: Tab; readonly actions?: ReactNode }) {
  const text = useConsortiumText();
  const goTo = useGoTo();
  const departments = useQuery(consortiumQueries.departments()).data?.departments;
  const people = useQuery(consortiumQueries.people()).data?.people;
  const policies = useQuery(consortiumQueries.policies()).data?.policies;
  const counts = { departments, people, policies };
  return (
    <>
      <PageHeader
        title={text("title")}
        beside={
          <Segments
            label={text("title")}
            chosen={tab}
            choices={(["departments", "people", "policies"] as const).map((key) => {
              const count = counts[key]?.length;
              return { key, label: text(`tab.${key}`), ...(count !== undefined && { count: formatCount(count) }) };
            })}
            onChoose={(key) => goTo(paths.consortiumTab(key))}
          />
        }
        actions={actions}
      />
      <FoundingNotice />
    </>
  );
}

function FoundingNotice() {
  const text = useConsortiumText();
  const { isFounding, may } = useRights();
  if (!isFounding) return null;
  return (
    <section className={styles.founding} aria-label={text("founding.title")}>
      <SealMark state="pending" size={20} />
      <div>
        <p className={styles.foundingTitle}>{text("founding.title")}</p>
        <p>{text("founding.detail")}</p>
      </div>
      {may("founding.end") ? (
        <Button onClick={() => openReasonForm({ act: "endFounding", over: text("title") }, text("endFounding.title"))}>
          {text("endFounding.open")}
        </Button>
      ) : null}
    </section>
  );
}
