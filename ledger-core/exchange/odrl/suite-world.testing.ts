/** How the published suites write requests, states of the world and what they expect of an evaluation. */
import type { DutyState, OdrlRequest, World } from "./evaluate-request.testing.ts";
import { graphOf, nodesOf, typesOf, valuesOf } from "./graph.ts";
import type { Graph, GraphTerm } from "./graph.ts";
import { DCT, ODRL, RDF } from "./namespaces.ts";
import type { ContextsAtHand } from "./read-graph.ts";
import { readGraph } from "./read-graph.ts";
import { CITY_OFFSET_SECONDS } from "./odrl.testing.ts";
import { declaredActions } from "./read-use-policies.ts";
import { parseTime } from "./times.ts";

const SOTW = "https://w3id.org/force/sotw#";
const RAW = "https://raw.githubusercontent.com/w3c/odrl/refs/heads/master/formal-semantics/ontology";
const addressed = (name: string) => ({ "@id": SOTW + name, "@type": "@id" });

/** The two contexts of the W3C examples that are not in their archive, as far as the examples use them. */
const CONTEXTS: ContextsAtHand = new Map([
  [
    `${RAW}/evaluation_request.json`,
    {
      sotw: SOTW,
      EvaluationRequest: `${SOTW}EvaluationRequest`,
      RequestParameter: `${SOTW}RequestParameter`,
      evaluatedAction: addressed("requestedAction"),
      evaluatedParty: addressed("requestingParty"),
      evaluatedTarget: addressed("requestedTarget"),
      requestParameters: addressed("requestParameter"),
      describesFeature: addressed("describesFeature"),
      value: `${SOTW}value`,
    },
  ],
  [
    `${RAW}/stow.json`,
    { sotw: SOTW, SotW: `${SOTW}SotW`, context: `${SOTW}context`, conditionId: `${SOTW}conditionID` },
  ],
]);

export async function graphOfFile(bytes: Uint8Array): Promise<Graph> {
  const read = await readGraph(bytes, CONTEXTS);
  if (!read.ok) throw new Error(`${read.code} ${read.detail}`);
  return read.graph;
}

export function mergeGraphs(graphs: readonly Graph[]): Graph {
  return graphOf(
    graphs.flatMap((graph) =>
      graph.subjects.flatMap((subject) =>
        graph
          .propertiesOf(subject)
          .flatMap((property) =>
            graph.objectsOf(subject, property).map((object) => [subject, property, object] as const),
          ),
      ),
    ),
  );
}

/** `Active` of `report:Active`, whatever the namespace of the report. */
export function lastWord(term: GraphTerm | string | undefined): string {
  const text = typeof term === "string" ? term : term?.kind === "node" ? term.id : (term?.value ?? "");
  return /[^/#:]*$/.exec(text)?.[0] ?? "";
}

/** Values of a property by the last word of its name: the two suites name the vocabulary of reports differently. */
export function reported(graph: Graph, node: string, name: string): readonly GraphTerm[] {
  return graph
    .propertiesOf(node)
    .filter((property) => lastWord(property) === name)
    .flatMap((property) => valuesOf(graph, node, property));
}

/** A request as a policy with one permission, or with parameters; undefined where the file holds none. */
export function requestOf(graph: Graph, world: Graph): OdrlRequest | undefined {
  const time = timeOf(world);
  const asked = graph.subjects.find((node) => typesOf(graph, node).includes(`${ODRL}Request`));
  if (asked !== undefined) {
    const [rule = ""] = nodesOf(graph, asked, "permission");
    return request(
      { time: time ?? 0, action: nodesOf(graph, rule, "action")[0] },
      nodesOf(graph, rule, "assignee")[0],
      nodesOf(graph, rule, "target")[0],
    );
  }
  const node = graph.subjects.find((one) => typesOf(graph, one).includes(`${SOTW}EvaluationRequest`));
  if (node === undefined) return undefined;
  const named = (name: string) => idOf(valuesOf(graph, node, SOTW + name)[0]);
  const parameters = new Map(
    valuesOf(graph, node, `${SOTW}requestParameter`).map((term) => {
      const id = idOf(term) ?? "";
      const [value] = valuesOf(graph, id, `${SOTW}value`);
      return [lastWord(valuesOf(graph, id, `${SOTW}describesFeature`)[0]), value] as const;
    }),
  );
  const stated = parameters.get("CurrentXSDDateTime") ?? parameters.get("TemporalData");
  const when = stated?.kind === "literal" ? secondsOf(stated.value) : time;
  const purpose = idOf(parameters.get("Purpose"));
  const made = request(
    { time: when ?? 0, action: named("requestedAction") },
    named("requestingParty"),
    named("requestedTarget"),
  );
  return purpose === undefined ? made : { ...made, purpose };
}

function request(
  { time, action }: { readonly time: number; readonly action: string | undefined },
  party: string | undefined,
  target: string | undefined,
): OdrlRequest {
  return {
    time,
    action: action ?? "",
    ...(party === undefined ? {} : { party }),
    ...(target === undefined ? {} : { target }),
  };
}

function idOf(term: GraphTerm | undefined): string | undefined {
  return term?.kind === "node" ? term.id : undefined;
}

function timeOf(world: Graph): number | undefined {
  const [issued] = valuesOf(world, "http://example.com/request/currentTime", `${DCT}issued`);
  return issued?.kind === "literal" ? secondsOf(issued.value) : undefined;
}

function secondsOf(text: string): number | undefined {
  return parseTime(text, CITY_OFFSET_SECONDS)?.seconds;
}

/** Memberships and what became of duties, as the graph says them. */
export function worldOf(graph: Graph): World {
  const members = new Map<string, Set<string>>();
  const add = (whole: string, part: string) => members.set(whole, (members.get(whole) ?? new Set()).add(part));
  for (const node of graph.subjects) {
    nodesOf(graph, node, "partOf").forEach((whole) => add(whole, node));
    valuesOf(graph, node, `${RDF}type`).forEach((type) => add(idOf(type) ?? "", node));
  }
  const membersOf = (name: string, above: readonly string[] = []): readonly string[] =>
    [...(members.get(name) ?? [])].flatMap((part) =>
      above.includes(part) ? [] : [part, ...membersOf(part, [...above, name])],
    );
  return {
    offsetSeconds: CITY_OFFSET_SECONDS,
    declared: declaredActions(graph),
    membersOf: (name) => membersOf(name),
    stateOfDuty: (duty) => stateOfDuty(graph, duty),
  };
}

function stateOfDuty(graph: Graph, duty: string): DutyState {
  const report = graph.subjects.find((node) => reported(graph, node, "rule").some((rule) => idOf(rule) === duty));
  const state = report === undefined ? "" : lastWord(reported(graph, report, "deonticState")[0]);
  return state === "Fulfilled" ? "fulfilled" : state === "Violated" ? "violated" : "open";
}
