/** `docs/odrl-conformance.md`: what came of the published suites. */
import type { CaseResult } from "./conformance.testing.ts";

export type SuiteResults = {
  readonly solidLab: readonly CaseResult[];
  readonly w3c: readonly CaseResult[];
};

/** Cases of SolidLab's suite, of which the published archive holds fewer. */
export const SOLIDLAB_CASES = 68;

export function agreed(cases: readonly CaseResult[]): number {
  return cases.filter(({ differences }) => differences.length === 0).length;
}

/** Examples that say what they expect. */
export function expecting(cases: readonly CaseResult[]): readonly CaseResult[] {
  return cases.filter(({ expected }) => expected !== "-");
}

export function summaryOf({ solidLab, w3c }: SuiteResults): readonly string[] {
  const policies = new Set(solidLab.map(({ policy }) => policy));
  const takenWhole = new Set(solidLab.filter(({ taken }) => taken === "yes").map(({ policy }) => policy));
  return [
    `SolidLab ODRL Test Suite: agreement in ${agreed(solidLab)} of ${solidLab.length} cases (the archive holds ${solidLab.length} of the suite's ${SOLIDLAB_CASES}).`,
    `W3C formal semantics examples: agreement in ${agreed(expecting(w3c))} of ${expecting(w3c).length} with an expected report.`,
    `Policies of these SolidLab cases that the ledger itself could hold: ${takenWhole.size} of ${policies.size}.`,
  ];
}

/** The page as it must stand in the repository. */
export function conformancePage(results: SuiteResults): string {
  return `${[
    "# ODRL conformance",
    INTRODUCTION,
    summaryOf(results)
      .map((line) => `- ${line}`)
      .join("\n"),
    READING_THE_TABLES,
    "## SolidLab ODRL Test Suite",
    table(results.solidLab),
    "## W3C formal semantics examples",
    table(results.w3c),
    WHY_NOT,
  ].join("\n\n")}\n`;
}

const INTRODUCTION = `Made by \`ledger-core/exchange/odrl/conformance.test.ts\` from the published suites, and checked by it; \`UPDATE=1\` writes it anew. A change of
any verdict fails the test until somebody has looked at it.`;

const READING_THE_TABLES = `**Agrees** means that everything that the expected report states came out the same: whether each rule is active, whether each of its
premises (party, target, action, constraints) holds, and the state of duties of the rule that it names; for W3C's examples whether the request is permitted, the
state of the duty, and, where it is denied, on which ground. A denial because a term was not understood, or on another ground than the report's, never counts.

Who, what and which action are matched by \`exchange/odrl\` (hierarchy of actions, collections, what a policy says for all its rules). Times and what wins over
what are judged by the ledger's own evaluation, \`modules/catalog/use-policy.ts\`, in whole seconds. A duty that is open stops no use, because the ledger lets it
be owed; one that was violated does.

**Ledger** says whether the policy could be taken in as terms of use: whole, in part, or not, and for which terms. The suites' names stand for departments.`;

const WHY_NOT = `## Why not the rest

- **Limits of how something is done** (\`resolution\`, and the \`unit\` it is in): the ledger sees that data is used, not how it is printed. Such a limit denies.
- **Payments as duties** (\`compensate\`, \`payAmount\`): the ledger knows the duties inform, delete, attribute and obtainConsent. Nothing reads a payment as the
  fulfilment of a duty; whether \`compensate\` was done is taken only from a report that says so.
- **Duties before use.** In W3C's examples an open duty denies; on the ledger it is owed, and whoever does not fulfil it loses the agreement. SolidLab's cases
  are of the same mind as the ledger.
- **The examples C** ask for \`billie1\`, while the permission is given to \`billie\`. Here that is another party, so nothing is permitted.`;

function table(cases: readonly CaseResult[]): string {
  const rows = cases.map(({ name, asks, expected, here, differences, taken }) => {
    const agrees = expected === "-" ? "-" : differences.length === 0 ? "yes" : "no";
    return [name, asks, expected, here, agrees, differences.join("; "), taken].map(cell).join(" | ");
  });
  const head = ["case", "asks", "expected", "here", "agrees", "why not", "ledger"].join(" | ");
  return [`| ${head} |`, `|${" --- |".repeat(7)}`, ...rows.map((row) => `| ${row} |`)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
