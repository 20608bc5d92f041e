/** The published ODRL suites judged case by case, and the page that says how each went. */
import { evaluateRequest } from "./evaluate-request.testing.ts";
import type { DutyState, RequestVerdict, RuleReport } from "./evaluate-request.testing.ts";
import type { Graph, GraphTerm } from "./graph.ts";
import { typesOf } from "./graph.ts";
import { mapPolicy } from "./map-policy.ts";
import { describeOdrlFinding } from "./finding-text.ts";
import type { Flaw } from "./findings.ts";
import type { OdrlPolicy } from "./policy-model.ts";
import { READING } from "./odrl.testing.ts";
import { declaredActions } from "./read-use-policies.ts";
import { readPolicies } from "./read-policies.ts";
import { graphOfFile, lastWord, mergeGraphs, reported, requestOf, worldOf } from "./suite-world.testing.ts";

export type CaseResult = {
  readonly name: string;
  /** Address of the policy asked about. */
  readonly policy: string;
  readonly asks: string;
  readonly expected: string;
  readonly here: string;
  /** Empty if everything that the expected report states came out the same. */
  readonly differences: readonly string[];
  /** Whether the ledger could take the policy in: as it is, in part, or not, and for which terms. */
  readonly taken: string;
};

type Files = ReadonlyMap<string, Uint8Array>;

/** The cases of SolidLab's suite, each with a report for every rule. */
export async function judgeSolidLab(files: Files): Promise<readonly CaseResult[]> {
  const graphs = await Promise.all([...files].map(async ([path, bytes]) => [path, await graphOfFile(bytes)] as const));
  const inFolder = (folder: string) => graphs.filter(([path]) => path.includes(`/${folder}/`));
  const holding = (folder: string, node: string) =>
    inFolder(folder).find(([, graph]) => graph.propertiesOf(node).length > 0)?.[1];
  return inFolder("test_cases").map(([path, graph]) => {
    const test =
      graph.subjects.find((node) => typesOf(graph, node).some((type) => lastWord(type) === "TestCase")) ?? "";
    const named = (name: string) => idOf(reported(graph, test, name)[0]);
    const policy = needed(holding("policies", named("policy")));
    const world = mergeGraphs([
      policy,
      needed(holding("requests", named("request"))),
      needed(holding("sotw", named("sotw"))),
    ]);
    const read = needed(readPolicies(policy).find(({ uid }) => uid === named("policy")));
    const request = needed(requestOf(world, world));
    const verdict = evaluateRequest(read, request, worldOf(world));
    const reports = reported(graph, named("expectedReport"), "ruleReport").map(idOf);
    return {
      policy: read.uid,
      name: /testcase-([^/]*)\.ttl$/.exec(path)?.[1] ?? path,
      asks: `${lastWord(request.party)} ${lastWord(request.action)} ${lastWord(request.target)}`,
      expected: reports.map((report) => wordOfRule(graph, report)).join(", "),
      here: describe(verdict),
      differences: reports.flatMap((report) => compareRule(graph, report, { verdict, world })),
      taken: describeTaken(read, policy),
    };
  });
}

function wordOfRule(graph: Graph, report: string): string {
  const kind = lastWord(typesOf(graph, report)[0]).replace("Report", "").toLowerCase();
  return `${kind} ${wordIn(graph, report, "activationState").toLowerCase()}`;
}

const PREMISES = {
  TargetReport: "target",
  PartyReport: "party",
  ActionReport: "action",
  ConstraintReport: "constraints",
} as const;

/** What a rule's expected report states and did not come out: its activation, each premise, the duties that are the rule's own. */
function compareRule(
  graph: Graph,
  report: string,
  { verdict, world }: { readonly verdict: RequestVerdict; readonly world: Graph },
): readonly string[] {
  const ours = verdict.rules.find(({ rule }) => rule.id === idOf(reported(graph, report, "rule")[0]));
  if (ours === undefined) return ["the rule was not read"];
  const expected = wordIn(graph, report, "activationState").toLowerCase();
  const premises = reported(graph, report, "premiseReport").flatMap((term) => {
    const type = lastWord(typesOf(graph, idOf(term))[0]);
    const name = Object.entries(PREMISES).find(([key]) => key === type)?.[1];
    if (name === undefined) return [];
    const wanted = wordIn(graph, idOf(term), "satisfactionState") === "Satisfied";
    return ours.premises[name] === wanted
      ? []
      : [`${name}: ${String(ours.premises[name])} in place of ${String(wanted)}`];
  });
  const state =
    ours.state === expected ? [] : [`${ours.rule.kind} ${ours.state} in place of ${expected}${reasonOf(ours)}`];
  const duties = reported(graph, report, "conditionReport").flatMap((condition) => {
    const duty = ours.duties.find(({ id }) => id === idOf(reported(world, idOf(condition), "rule")[0]));
    if (duty === undefined) return [];
    const wanted = wordIn(world, idOf(condition), "deonticState").toLowerCase();
    return duty.state === wanted.replace("nonset", "open") ? [] : [`duty ${duty.state} in place of ${wanted}`];
  });
  return [...state, ...premises, ...duties];
}

/** The examples of W3C's formal semantics: a folder for each policy, with a folder for each request. */
export async function judgeW3c(files: Files): Promise<readonly CaseResult[]> {
  const folders = Map.groupBy(files, ([path]) => path.slice(0, path.lastIndexOf("/")));
  const cases: CaseResult[] = [];
  for (const [path, inside] of folders) {
    const name = lastWord(path);
    const above = folders.get(path.slice(0, path.lastIndexOf("/"))) ?? [];
    const find = (start: string, among = inside) => among.find(([file]) => lastWord(file).startsWith(start))?.[1];
    const request = find("evaluationrequest");
    const policy = find("policy", request === undefined ? inside : above);
    const isAsked = [...folders.keys()].some((other) => other.startsWith(`${path}/`));
    if (policy === undefined || (request === undefined && isAsked)) continue;
    cases.push(await judgeExample({ name, policy, request, report: find("compliancereport"), state: find("state") }));
  }
  return cases;
}

async function judgeExample(files: {
  readonly name: string;
  readonly policy: Uint8Array;
  readonly request: Uint8Array | undefined;
  readonly report: Uint8Array | undefined;
  readonly state: Uint8Array | undefined;
}): Promise<CaseResult> {
  const policy = await graphOfFile(files.policy);
  const read = needed(readPolicies(policy)[0]);
  const taken = describeTaken(read, policy);
  const { name, request: asked, report: wanted } = files;
  if (asked === undefined || wanted === undefined)
    return {
      name: name.slice(0, 2),
      policy: read.uid,
      asks: "nothing: no request",
      expected: "-",
      here: "-",
      differences: ["there is no expected report"],
      taken,
    };
  const parts = [
    policy,
    await graphOfFile(asked),
    ...(files.state === undefined ? [] : [await graphOfFile(files.state)]),
  ];
  const world = mergeGraphs(parts);
  const request = needed(requestOf(world, world));
  const verdict = evaluateRequest(read, request, worldOf(world));
  const report = await graphOfFile(wanted);
  const rule = needed(report.subjects.find((node) => reported(report, node, "controlState").length > 0));
  const expected = wordIn(report, rule, "controlState");
  const duties = report.subjects.flatMap((node) => reported(report, node, "deonticState").map(lastWord));
  return {
    name,
    policy: read.uid,
    asks: `${lastWord(request.party) || "anybody"} ${lastWord(request.action)} ${lastWord(request.target)}`,
    expected: [expected, ...duties.map((duty) => `duty ${duty.toLowerCase()}`)].join(", "),
    here: describe(verdict),
    differences: compareExample(report, expected, verdict),
    taken,
  };
}

/** A refusal of the same kind on another ground is no agreement: it would have been one whatever the report says. */
function compareExample(report: Graph, expected: string, verdict: RequestVerdict): readonly string[] {
  const [ours] = verdict.rules;
  if (ours === undefined) return ["the rule was not read"];
  const isDenied = expected === "Deny";
  const states = report.subjects.flatMap((node) => reported(report, node, "deonticState").map(lastWord));
  const duties = states.flatMap((wanted, place) => {
    const state = ours.duties[place]?.state ?? "open";
    return WORDS_OF_DUTY[state] === wanted ? [] : [`duty ${state} in place of ${wanted.toLowerCase()}`];
  });
  if (ours.state === "unknown") return [`a term was not understood${reasonOf(ours)}`, ...duties];
  if (verdict.permitted === isDenied) return [`${describe(verdict)}${reasonOf(ours)}`, ...duties];
  const failed = report.subjects.some((node) => wordIn(report, node, "satisfactionState") === "Not-Satisfied");
  const sameGround = !isDenied || (failed ? ours.premises.constraints === false : isViolated(ours));
  return sameGround ? duties : [`denied on another ground${reasonOf(ours)}`, ...duties];
}

const WORDS_OF_DUTY: Readonly<Record<DutyState, string>> = {
  open: "Not-set",
  fulfilled: "Fulfilled",
  violated: "Violated",
};

function isViolated({ duties }: RuleReport): boolean {
  return duties.some(({ state }) => state === "violated");
}

function reasonOf({ premises, flaws, rule }: RuleReport): string {
  const misfit = Object.entries(premises).flatMap(([name, fits]) => (fits ? [] : [`the ${name} does not fit`]));
  const party =
    premises.party === false ? [`the assignee is ${rule.assignees.map(({ id }) => lastWord(id)).join(", ")}`] : [];
  const reasons = [...misfit, ...party, ...flaws.map(termOf)];
  return reasons.length === 0 ? "" : `: ${reasons.join("; ")}`;
}

function describe({ permitted, rules }: RequestVerdict): string {
  return [permitted ? "permitted" : "denied", ...rules.map(({ rule, state }) => `${rule.kind} ${state}`)].join(", ");
}

/** The names of the suites stand for departments here: whether the ledger knows them is not what is asked. */
function describeTaken(policy: OdrlPolicy, graph: Graph): string {
  const named = { ...READING, department: (name: string) => name };
  const { refused, lost } = mapPolicy(policy, named, declaredActions(graph));
  const terms = [...new Set([...refused, ...lost].map(termOf))].join("; ");
  if (refused.length > 0) return `no: ${terms}`;
  return lost.length > 0 ? `in part: ${terms}` : "yes";
}

function termOf({ code, value }: Flaw): string {
  const { message } = describeOdrlFinding({ code, severity: "warning" }, "en");
  return value === undefined ? message : `${message} (${value})`;
}

function wordIn(graph: Graph, node: string, name: string): string {
  return lastWord(reported(graph, node, name)[0]);
}

function idOf(term: GraphTerm | undefined): string {
  return term === undefined ? "" : term.kind === "node" ? term.id : term.value;
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a file of the suite is missing");
  return value;
}
