import { useQuery } from "@tanstack/react-query";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import styles from "./catalog.module.css";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

/** Says at the head of a contested dataset who claims what, since nobody may use it meanwhile. */
export function ContestNotice({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const words = useWords();
  const contract = useContractWords();
  const found = useQuery({ ...catalogQueries.contests(dataset.key), enabled: dataset.contest !== null });
  const contest = found.data?.contests.find(({ key }) => key === dataset.contest);
  if (contest === undefined) return null;
  const { claimant, ground, statement } = contest;
  return (
    <section className={styles.contestNotice} aria-label={text("contestedNoUse")}>
      <SealMark state="pending" size={20} />
      <p>
        {text("contest.open", {
          claimant: words(claimant.name),
          ground: contract.choiceAlone("catalog.contest", "ground", ground),
          statement,
        })}
      </p>
      <TextLink to={paths.catalogSection("claims")}>{text("contest.see")}</TextLink>
    </section>
  );
}
