/** Terms of the ledger as an ODRL 2.2 policy: a compact one, with parties, dataset and conflict strategy stated once for all rules. */
import type { Constraint, ConstraintGroup, UsePolicy, UseRule } from "#ledger-core/contract/schema/catalog.ts";
import { iriOfAction } from "./actions.ts";
import { iri, literal, safeAddress } from "./document-tree.ts";
import type { TreeNode, TreeValue } from "./document-tree.ts";
import type { AgreementTerms } from "./map-policy.ts";
import { iriOfArea, iriOfDepartment, iriOfPurpose } from "./names.ts";
import { CITY, ODRL, XSD } from "./namespaces.ts";
import { formatTime } from "./times.ts";

/** An offer or an agreement of the ledger, to be written. */
export type PolicyDocument = {
  /** An address of its own, such as a URN; not a relative one. */
  readonly uid: string;
  readonly kind: "Offer" | "Agreement";
  /** Unified Social Credit Codes of who grants and to whom; an offer to everybody has no assignee. */
  readonly assigner: string;
  readonly assignee?: string;
  /** Address of the dataset. */
  readonly target: string;
  readonly policy: UsePolicy;
  /** What an agreement says beside its policy; it holds for every rule. */
  readonly agreement?: AgreementTerms;
  /** Unix seconds. */
  readonly issued?: number;
};

type Property = readonly [property: string, values: readonly TreeValue[]];

export function treeOfPolicy(document: PolicyDocument): TreeNode {
  const { policy, assignee, issued } = document;
  return {
    kind: "node",
    iri: safeAddress(document.uid),
    type: document.kind,
    properties: filled([
      ["profile", [iri(CITY)]],
      ["conflict", [iri(`${ODRL}prohibit`)]],
      ["dct:issued", issued === undefined ? [] : [time(issued)]],
      ["assigner", [iri(iriOfDepartment(document.assigner))]],
      ["assignee", assignee === undefined ? [] : [iri(iriOfDepartment(assignee))]],
      ["target", [iri(document.target)]],
      ["constraint", agreementLimits(document.agreement ?? {}).map(treeOfConstraint)],
      ["permission", policy.permissions.map(treeOfRule)],
      // A duty beside a prohibition means nothing on the ledger, and ODRL has no place for it.
      ["prohibition", policy.prohibitions.map((rule) => treeOfRule({ ...rule, duties: [] }))],
    ]),
  };
}

function agreementLimits({ purpose, expires, useLimit }: AgreementTerms): readonly Constraint[] {
  return [
    ...(purpose === undefined ? [] : [only("purpose", "eq", { kind: "word", value: purpose })]),
    ...(expires === undefined ? [] : [only("dateTime", "lt", { kind: "number", value: expires })]),
    ...(useLimit === undefined ? [] : [only("count", "lteq", { kind: "number", value: useLimit })]),
  ];
}

function only(
  left: Constraint["left"],
  operator: Constraint["operator"],
  operand: Constraint["right"][number],
): Constraint {
  return { left, operator, right: [operand] };
}

function treeOfRule({ actions, constraints, groups, duties }: UseRule): TreeNode {
  return node([
    ["action", actions.map((action) => iri(iriOfAction(action)))],
    ["constraint", [...constraints.map(treeOfConstraint), ...groups.map(treeOfGroup)]],
    ["duty", duties.map(treeOfDuty)],
  ]);
}

function treeOfConstraint({ left, operator, right }: Constraint): TreeNode {
  return node([
    ["leftOperand", [iri(ODRL + left)]],
    ["operator", [iri(ODRL + operator)]],
    ["rightOperand", right.map((operand) => operandOf(left, operand.value))],
  ]);
}

function operandOf(left: Constraint["left"], value: string | number): TreeValue {
  if (typeof value === "number") return left === "dateTime" ? time(value) : literal(String(value), `${XSD}integer`);
  switch (left) {
    case "purpose":
      return iri(iriOfPurpose(value));
    case "recipient":
      return iri(iriOfDepartment(value));
    case "spatial":
      return iri(iriOfArea(value));
    case "dateTime":
    case "count":
      return literal(value, `${XSD}string`);
  }
}

function treeOfGroup({ operator, constraints }: ConstraintGroup): TreeNode {
  return node([[operator, [{ kind: "list", members: constraints.map(treeOfConstraint) }]]], "LogicalConstraint");
}

/** `within so many days` is a limit on the time that passes; ODRL has no other word for a term. */
function treeOfDuty({ duty, withinDays }: UseRule["duties"][number]): TreeNode {
  const term = node([
    ["leftOperand", [iri(`${ODRL}elapsedTime`)]],
    ["operator", [iri(`${ODRL}lteq`)]],
    ["rightOperand", [literal(`P${withinDays}D`, `${XSD}duration`)]],
  ]);
  return node([
    ["action", [iri(ODRL + duty)]],
    ["constraint", withinDays === 0 ? [] : [term]],
  ]);
}

function time(unixSeconds: number): TreeValue {
  return literal(formatTime(unixSeconds), `${XSD}dateTime`);
}

function node(properties: readonly Property[], type?: string): TreeNode {
  return { kind: "node", ...(type === undefined ? {} : { type }), properties: filled(properties) };
}

function filled(properties: readonly Property[]): readonly Property[] {
  return properties.filter(([, values]) => values.length > 0);
}
