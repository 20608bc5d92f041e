import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { EntryDetail, ProofBundle } from "#ledger-core/contract/api/ledger.ts";
import { describeCheck } from "#ledger-core/proof/check-text.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { CheckList, Verdict } from "#renderer/shared/ui/checks.tsx";
import type { Check as DrawnCheck } from "#renderer/shared/ui/checks.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { HashLines } from "./hash-lines.tsx";
import { InclusionPath } from "./inclusion-path.tsx";
import { isToldOtherwise } from "./proof-says.ts";
import { proveHere } from "./prove-here.ts";
import type { ProvenHere } from "./prove-here.ts";
import { useProofText } from "./text.ts";
import type { ProofText } from "./text.ts";
import { rememberKey, trustedKey } from "./trusted-keys.ts";

type Proven = ProvenHere & { readonly milliseconds: number };

/** The checks that an entry's proof has, in the order in which a doubter asks. */
const names = ["text", "signature", "authority", "entry", "changes", "inclusion", "checkpoint"] as const;

/** The name of a vkey is the origin of its log; of a log that went on after a loss that of its first revision, which is trusted. */
function originOf(vkey: string): string {
  return (vkey.split("+")[0] ?? "").split("/").slice(0, 2).join("/");
}

/** Recomputes the proof once it is on screen, so that the person first sees that it is being checked. */
function useProven(bundle: ProofBundle): Proven | undefined {
  const [proven, setProven] = useState<{ readonly of: ProofBundle; readonly found: Proven }>();
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const begin = performance.now();
      const origin = originOf(bundle.vkey);
      const key = trustedKey(origin, bundle.vkey);
      const found = proveHere(bundle, [key]);
      if (found.valid) rememberKey(origin, key);
      const milliseconds = Math.max(1, Math.round(performance.now() - begin));
      setProven({ of: bundle, found: { ...found, milliseconds } });
    });
    return () => cancelAnimationFrame(frame);
  }, [bundle]);
  return proven?.of === bundle ? proven.found : undefined;
}

/** The verdict, then every check with what it found. `showsHashes` adds what each check was computed from. */
export function ProofChecks(props: {
  readonly bundle: ProofBundle;
  readonly entry: EntryDetail;
  readonly showsHashes: boolean;
}) {
  const text = useProofText();
  const proven = useProven(props.bundle);
  const { language } = useFormat();
  if (proven === undefined) {
    const running = names.map((name): DrawnCheck => {
      const { title } = describeCheck({ name, ok: false, how: "recomputed", code: "NOT_RUN", data: {} }, language);
      return { key: name, outcome: "running", title };
    });
    return (
      <>
        <Verdict state="sealed" title={text("running", { count: names.length })} detail={text("running.detail")} />
        <CheckList label={text("checks")} checks={running} />
      </>
    );
  }
  return (
    <>
      <ProofVerdict proven={proven} bundle={props.bundle} entry={props.entry} />
      <CheckList
        label={text("checks")}
        checks={proven.checks.map((check) =>
          drawnCheck(check, <Found {...props} check={check} proven={proven} />, text, language, props.entry),
        )}
      />
    </>
  );
}

function ProofVerdict(props: { readonly proven: Proven; readonly bundle: ProofBundle; readonly entry: EntryDetail }) {
  const text = useProofText();
  const { bundle, entry } = props;
  const { checks, valid, milliseconds, says } = props.proven;
  const count = checks.length;
  if (!valid) {
    const place = checks.findIndex((check) => !check.ok) + 1;
    return <Verdict state="diverged" title={text("failed")} detail={text("failed.detail", { count, place })} />;
  }
  if (says === undefined || isToldOtherwise(entry, bundle, says))
    return <Verdict state="diverged" title={text("otherwise")} detail={text("otherwise.detail")} />;
  return (
    <Verdict
      state="proven"
      title={text(entry.state === "refused" ? "valid.refused" : "valid", { count })}
      detail={text("valid.detail", { ms: formatCount(milliseconds) })}
    />
  );
}

function drawnCheck(
  check: Check,
  detail: ReactNode,
  text: ProofText,
  language: "zh" | "en",
  entry: EntryDetail,
): DrawnCheck {
  const described = describeCheck(check, language);
  const title =
    check.ok && check.name === "entry"
      ? text("entry.title", { height: formatCount(entry.height) })
      : check.ok && check.name === "checkpoint"
        ? text("checkpoint.title")
        : described.title;
  if (check.code === "NOT_RUN") return { key: check.name, outcome: "notRun", title };
  if (!check.ok) return { key: check.name, outcome: "failed", title, detail: described.detail };
  return { key: check.name, outcome: "passed", title, detail, how: check.how };
}

type FoundProps = {
  readonly check: Check;
  readonly proven: Proven;
  readonly bundle: ProofBundle;
  readonly entry: EntryDetail;
  readonly showsHashes: boolean;
};

/** What a check that holds found, in words; a hash only where it was asked for. */
function Found(props: FoundProps) {
  const { check, showsHashes } = props;
  return (
    <>
      <FoundWords {...props} />
      {showsHashes ? <HashLines {...props} name={check.name} /> : null}
    </>
  );
}

function FoundWords({ check, proven, entry, showsHashes }: FoundProps) {
  const text = useProofText();
  const words = useWords();
  const format = useFormat();
  switch (check.name) {
    case "text":
      return textFound(text, words(entry.label), check.code, format.time(entry.claimedTime ?? entry.time, "exact"));
    case "signature":
      return <SignedBy entry={entry} />;
    case "authority":
      return <Authority check={check} entry={entry} />;
    case "entry":
      return text("entry.detail", {
        place: formatCount(entry.place),
        of: formatCount(entry.of),
        time: format.time(entry.time, "exact"),
      });
    case "changes":
      return check.code === "CHANGES_HOLD"
        ? text("changes.detail", { count: formatCount(Number(check.data["count"] ?? 0)) })
        : describeCheck(check, format.language).detail;
    case "inclusion":
      return proven.path === undefined ? null : <InclusionPath path={proven.path} showsHashes={showsHashes} />;
    case "checkpoint":
      return text("checkpoint.detail", { size: formatCount(proven.path?.size) });
    case "files":
    case "growth":
    case "log":
    case "readable":
    case "statement":
    case "rows":
    case "declared":
    case "history":
      return describeCheck(check, format.language).detail;
  }
}

function textFound(text: ProofText, label: string, code: Check["code"], time: string): string {
  if (code === "TEXT_SYSTEM") return text("text.system");
  return code === "TEXT_GENESIS" ? text("text.genesis") : text("text.signed", { label, time });
}

function SignedBy({ entry }: { readonly entry: EntryDetail }) {
  const text = useProofText();
  const words = useWords();
  if (entry.person === null || entry.department === null) return text("signature.nobody");
  const { title, maskedName } = entry.person;
  const person = words({
    zh: `${title.zh}${maskedName}`,
    en: maskedName === "" ? title.en : `${maskedName}, ${title.en}`,
  });
  return text("signature.by", { person, department: words(entry.department.name) });
}

/** The policy as the ledger has it, and what the basis that came along shows of it. */
function Authority({ check, entry }: { readonly check: Check; readonly entry: EntryDetail }) {
  const text = useProofText();
  const words = useWords();
  const { language } = useFormat();
  const rests =
    check.code === "AUTHORITY_IN_LOG"
      ? text("authority.basis", { count: formatCount(Number(check.data["count"] ?? 0)) })
      : describeCheck(check, language).detail;
  return (
    <>
      {entry.policy === null || check.code === "AUTHORITY_NOT_NEEDED" ? null : (
        <p>
          {text("authority.policy")}
          {words({ zh: "", en: " " })}
          <Sentence text={words(entry.policy)} />
        </p>
      )}
      <p>{rests}</p>
    </>
  );
}
