import type { Vote } from "#ledger-core/contract/api/consortium.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SignatureProgress } from "#renderer/shared/ui/progress.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { usePersonAt } from "./person-at.ts";
import { useConsortiumText } from "./text.ts";

/** A deadline that is this near is pointed out. */
const urgentSeconds = 2 * 86_400;

/** One vote that is not over: what is asked, how far it has come, until when, and what one's own department has said. */
export function OpenVote(props: { readonly vote: Vote; readonly isChosen: boolean; readonly onChoose: () => void }) {
  const text = useConsortiumText();
  const words = useWords();
  const format = useFormat();
  const contract = useConsortiumWords();
  const personAt = usePersonAt();
  const { vote } = props;
  const isUrgent = vote.deadline - format.nowSeconds < urgentSeconds;
  return (
    <li className={styles.vote} aria-current={props.isChosen ? "true" : undefined}>
      <div className={styles.voteOver}>
        <span>{words(vote.label)}</span>
        <span>{text("votes.by", { person: personAt(vote.proposer) })}</span>
        {vote.state === "open" ? null : <Tag tone="pending">{contract.state("kernel.proposal", vote.state)}</Tag>}
        <span className={styles.voteLeft} data-urgent={isUrgent}>
          {text("votes.until", { time: format.time(vote.deadline), left: format.left(vote.deadline) })}
        </span>
        <Seal state="pending" compact entry={vote.entry} />
      </div>
      <p className={styles.voteSentence}>
        <Sentence text={words(vote.sentence)} />
      </p>
      <SignatureProgress
        approvals={vote.approved}
        rejections={vote.rejected}
        abstentions={vote.abstained}
        needed={vote.needed ?? 0}
        electorate={vote.electorate ?? 0}
      />
      <div className={styles.voteFoot}>
        <MyVote vote={vote} />
        {vote.counts === "departments" ? (
          <span className={styles.quiet}>
            {text("votes.bar", { needed: vote.needed ?? 0, electorate: vote.electorate ?? 0 })}
          </span>
        ) : null}
        <span className={styles.voteActions}>
          <Button kind="link" size="small" onClick={props.onChoose}>
            {text("votes.voices")}
          </Button>
          <TextLink to={paths.inboxItem(vote.proposal)}>
            {text(vote.mayVote ? "votes.vote" : "votes.openItem")}
          </TextLink>
        </span>
      </div>
    </li>
  );
}

/** What the department in session has said, or that it still may. */
export function MyVote({ vote }: { readonly vote: Vote }) {
  const text = useConsortiumText();
  if (vote.mine === "none") return <span className={styles.quiet}>{text("votes.mine.none")}</span>;
  if (vote.mine === "open")
    return <Tag tone="pending">{text(vote.mayVote ? "votes.mine.yours" : "votes.mine.open")}</Tag>;
  return <span>{text(`votes.mine.${vote.mine}`)}</span>;
}
