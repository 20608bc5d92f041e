/** ODRL documents in: bytes from anybody to terms of use that the ledger can hold to, with findings by policy and place. */
import type { DeclaredActions } from "./actions.ts";
import { refuseDocument } from "./findings.ts";
import type { Flaw, OdrlFinding, OdrlRefusal } from "./findings.ts";
import { GraphTooTangled, nodesOf } from "./graph.ts";
import type { Graph } from "./graph.ts";
import { mapPolicy } from "./map-policy.ts";
import type { ReadTerms } from "./map-policy.ts";
import type { Reading } from "./names.ts";
import { readGraph } from "./read-graph.ts";
import { readPolicies } from "./read-policies.ts";

const POLICIES_MAX = 10_000;
const FINDINGS_MAX = 20_000;

export type ReadUsePolicies =
  | {
      readonly ok: true;
      /** One for each dataset of each policy that was not refused, in the order of the document. */
      readonly terms: readonly ReadTerms[];
      /** A policy with a `refused` has no terms; a `warning` says what was left out, taken further or read in a way that could surprise. */
      readonly findings: readonly OdrlFinding[];
      /** How many policies the document holds. */
      readonly policies: number;
      /** Policies, by their number from 1, whose terms say less than the document, or more of what is forbidden. */
      readonly inexact: ReadonlySet<number>;
    }
  | OdrlRefusal;

/** Reads Turtle or JSON-LD. Never rejects for what is in the document, and never gives terms that permit more than it does. */
export async function readUsePolicies(bytes: Uint8Array, reading: Reading): Promise<ReadUsePolicies> {
  const read = await readGraph(bytes);
  if (!read.ok) return read;
  try {
    return termsIn(read.graph, reading);
  } catch (error) {
    if (!(error instanceof GraphTooTangled)) throw error;
    return refuseDocument("TOO_MANY_VALUES");
  }
}

function termsIn(graph: Graph, reading: Reading): ReadUsePolicies {
  const policies = readPolicies(graph);
  if (policies.length === 0) return refuseDocument("NO_POLICY");
  if (policies.length > POLICIES_MAX)
    return refuseDocument("TOO_MANY_POLICIES", `${policies.length} > ${POLICIES_MAX}`);
  const declared = declaredActions(graph);
  const terms: ReadTerms[] = [];
  const findings: OdrlFinding[] = [];
  const inexact = new Set<number>();
  for (const [place, policy] of policies.entries()) {
    const mapped = mapPolicy(policy, reading, declared);
    const row = place + 1;
    const add = (severity: OdrlFinding["severity"]) => (found: Flaw) =>
      findings.push({ row, sourceId: policy.uid, severity, ...found });
    mapped.refused.forEach(add("refused"));
    [...mapped.lost, ...mapped.warnings].forEach(add("warning"));
    terms.push(...mapped.terms);
    if (mapped.lost.length > 0) inexact.add(row);
  }
  return { ok: true, terms, findings: cut(findings), policies: policies.length, inexact };
}

/** Refusals are always listed; of warnings, as many as somebody could read. */
function cut(findings: readonly OdrlFinding[]): readonly OdrlFinding[] {
  if (findings.length <= FINDINGS_MAX) return findings;
  const refused = findings.filter(({ severity }) => severity === "refused");
  const warnings = findings.filter(({ severity }) => severity === "warning").slice(0, FINDINGS_MAX);
  return [...refused, ...warnings, { row: 0, path: "", code: "FINDINGS_CUT", severity: "warning" }];
}

/** What a document says about which of its own actions are part of which. */
export function declaredActions(graph: Graph): DeclaredActions {
  const declared = graph.subjects.map((node) => [node, nodesOf(graph, node, "includedIn")] as const);
  return new Map(declared.filter(([, wider]) => wider.length > 0));
}
