import { useQuery } from "@tanstack/react-query";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { consortiumQueries } from "./queries.ts";
import { openReasonForm } from "./reason-form.tsx";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** While the network is being founded: that it is, and what is still missing before that can end. */
export function FoundingNotice() {
  const text = useConsortiumText();
  const { isFounding, may } = useRights();
  const founding = useQuery({ ...consortiumQueries.founding(), enabled: isFounding }).data;
  if (!isFounding) return null;
  return (
    <section className={styles.founding} aria-label={text("founding.title")}>
      <SealMark state="pending" size={20} />
      <div>
        <p className={styles.foundingTitle}>{text("founding.title")}</p>
        <p>{text("founding.detail")}</p>
        {founding === undefined || founding.isReady ? null : <FoundingNeeds />}
        {founding?.isReady === true ? <p>{text("founding.ready")}</p> : null}
      </div>
      {may("founding.end") ? (
        <Button
          isDisabled={founding?.isReady !== true}
          onClick={() => openReasonForm({ act: "endFounding", over: text("title") }, text("endFounding.title"))}
        >
          {text("endFounding.open")}
        </Button>
      ) : null}
    </section>
  );
}

function FoundingNeeds() {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const founding = useQuery(consortiumQueries.founding()).data;
  if (founding === undefined) return null;
  const short = founding.functions.filter(({ people, needed }) => people < needed);
  return (
    <ul className={styles.needs}>
      {short.map(({ name, departments, people, needed }) => (
        <li key={name}>
          <TextLink to={paths.consortiumTab("departments")} search={departments === 0 ? {} : { function: name }}>
            {contract.functionName(name)}
          </TextLink>
          {text("colon")}
          {departments === 0 ? text("founding.noDepartment") : text("founding.people", { people, needed })}
        </li>
      ))}
      {founding.isChangeable ? null : (
        <li>
          <TextLink to={paths.policy("policy.set")}>{contract.kind("policy.set")}</TextLink>
          {text("colon")}
          {text("founding.unreachable")}
        </li>
      )}
    </ul>
  );
}
