/** What was found about one proof: each check in words, and what the proof says once all of them hold. */
import type { Check } from "#ledger-core/proof/check.ts";
import { describeCheck } from "#ledger-core/proof/check-text.ts";
import type { CheckLanguage } from "#ledger-core/proof/check-text.ts";
import type { Verdict } from "./check-given.ts";
import { element, foreign, mark, visible } from "./elements.ts";
import type { MarkState } from "./elements.ts";
import { PAGE_DETAILS, say } from "./words.ts";

/** Letters of the readable part that are shown; all of it is in the file. */
const TEXT_LENGTH_MAX = 200_000;

/** One verdict as a part of the page that opens and closes. */
export function proofCard(verdict: Verdict, language: CheckLanguage, isOpen: boolean): HTMLElement {
  const { subject, valid, checks, json } = verdict;
  const state = valid ? "holds" : "fails";
  const summary = element(
    "summary",
    {},
    mark(state, 18),
    element("h2", {}, element("bdi", { class: "name" }, visible(subject))),
    ...(json === undefined ? [] : [element("bdi", { class: "how" }, visible(shortOf(json)))]),
    element("span", { class: `state ${state}` }, say(valid ? "proofValid" : "proofInvalid", language)),
  );
  const list = element(
    "ol",
    { "aria-label": say("checks", language) },
    ...checks.map((check) => item(check, language)),
  );
  const card = element("details", { class: "proof", open: isOpen, "data-valid": String(valid) }, summary, list);
  if (json !== undefined) card.append(...proven(json, checks, language));
  return card;
}

/** Names and figures come from a stranger: each stands in its own place of the sentence and cannot turn the rest of it around. */
const ON_PAGE = { instead: PAGE_DETAILS, foreign };

function item(check: Check, language: CheckLanguage): HTMLElement {
  const { title, detail, how } = describeCheck(check, language, ON_PAGE);
  const state = stateOf(check);
  const answer = state === "notRun" || state === "fails" ? say(state, language) : how;
  return element(
    "li",
    {
      class: state,
      "data-name": check.name,
      "data-code": check.code,
      "data-ok": String(check.ok),
      "data-how": check.how,
    },
    mark(state, 16),
    element(
      "div",
      {},
      element("p", { class: "question" }, title, element("span", { class: `how ${check.how}` }, answer)),
      element("p", { class: "detail" }, detail),
    ),
  );
}

/** What rests on somebody's word does not look like what was recomputed. */
function stateOf({ ok, how, code }: Check): MarkState {
  if (ok) return how === "vouched" ? "vouched" : "holds";
  return code === "NOT_RUN" ? "notRun" : "fails";
}

/** The readable part in short, and all of it below. Every character of it was verified. */
function proven(json: string, checks: readonly Check[], language: CheckLanguage): readonly HTMLElement[] {
  const rows = factsOf(json, checks, language).map(([term, value]) =>
    element("div", {}, element("dt", {}, term), element("dd", {}, element("bdi", {}, visible(value)))),
  );
  const label = say("whole", language);
  const text = element("pre", { tabindex: "0", role: "region", "aria-label": label, dir: "ltr" });
  const whole = element("details", { class: "whole" }, element("summary", {}, label), text);
  whole.addEventListener("toggle", () => {
    const cut = json.length > TEXT_LENGTH_MAX ? `\n${say("cut", language)}` : "";
    text.textContent = visible(json.slice(0, TEXT_LENGTH_MAX)) + cut;
  });
  return [element("h3", {}, say("says", language)), element("dl", {}, ...rows), whole];
}

/** What tells one proof from another in a list: the kind of the act and the department, or the table whose rows are shown. */
function shortOf(json: string): string {
  const proof: unknown = JSON.parse(json);
  const parts = [at(proof, "kind"), at(proof, "who", "department", "name"), at(proof, "claim", "table")];
  return parts.filter((part) => typeof part === "string").join(" · ");
}

type Fact = readonly [term: string, value: string];

function factsOf(json: string, checks: readonly Check[], language: CheckLanguage): readonly Fact[] {
  const proof: unknown = JSON.parse(json);
  const facts: readonly (readonly [Parameters<typeof say>[0], unknown])[] = [
    ["kind", at(proof, "kind")],
    ["outcome", outcomeOf(at(proof, "outcome"), checks, language)],
    ["who", at(proof, "who", "handle")],
    ["department", at(proof, "who", "department", "name")],
    ["time", timeOf(at(proof, "block", "time"))],
    ["block", at(proof, "block", "height")],
    ["table", at(proof, "claim", "table")],
    ["height", at(proof, "statement", "height")],
  ];
  return facts.flatMap(([word, value]): readonly Fact[] =>
    typeof value === "string" || typeof value === "number" ? [[say(word, language), String(value)]] : [],
  );
}

/** What became of the act: an entry without a reason for refusal may still only have put it forward. */
function outcomeOf(outcome: unknown, checks: readonly Check[], language: CheckLanguage): unknown {
  if (outcome !== "OK") return outcome;
  if (checks.some(({ code }) => code === "CHANGES_PROPOSED")) return say("onlyProposed", language);
  return checks.some(({ code }) => code === "CHANGES_NOT_SHOWN") ? say("maybeProposed", language) : outcome;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}

/** Seconds that a calendar can show; block times beyond the year 9999 are left out. */
const SECONDS_MAX = 253_402_300_799;

function timeOf(seconds: unknown): string | undefined {
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= SECONDS_MAX)) return undefined;
  return new Date(seconds * 1_000).toISOString().slice(0, 19).replace("T", " ");
}
