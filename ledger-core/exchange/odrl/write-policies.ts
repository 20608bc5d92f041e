/** Offers and agreements of the ledger as ODRL 2.2 in JSON-LD and Turtle. `readUsePolicies` reads both back to the same terms. */
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import type { TreeNode, TreeValue } from "./document-tree.ts";
import { ODRL_CONTEXTS } from "./jsonld-context.ts";
import { CITY, DCT, ODRL, XSD } from "./namespaces.ts";
import { treeOfPolicy } from "./policy-tree.ts";
import type { PolicyDocument } from "./policy-tree.ts";

const PREFIXES: readonly (readonly [prefix: string, namespace: string])[] = [
  ["odrl", ODRL],
  ["city", CITY],
  ["dct", DCT],
  ["xsd", XSD],
];
/** Several values even where there is one: readers then need not ask. */
const ALWAYS_LISTS = ["permission", "prohibition", "duty", "constraint"];
/** Properties whose values are names of the vocabulary. */
const WORDS = ["action", "leftOperand", "operator", "conflict"];

/** Policies as one JSON-LD document: the policy itself, or a graph of several. Uses the context of ODRL. */
export function writeJsonLd(documents: readonly PolicyDocument[]): string {
  const context: Json = [ODRL_CONTEXTS[0] ?? "", Object.fromEntries(PREFIXES.filter(([prefix]) => prefix !== "odrl"))];
  const policies = documents.map((document) => jsonOfNode(treeOfPolicy(document)));
  const [only, ...more] = policies;
  const body: JsonObject = only !== undefined && more.length === 0 ? only : { "@graph": policies };
  return `${JSON.stringify({ "@context": context, ...body }, null, 2)}\n`;
}

/** Policies as one Turtle document. */
export function writeTurtle(documents: readonly PolicyDocument[]): string {
  const prefixes = PREFIXES.map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`).join("");
  const policies = documents.map((document) => {
    const tree = treeOfPolicy(document);
    return `\n<${tree.iri ?? ""}>${turtleOfProperties(tree, 1)} .\n`;
  });
  return prefixes + policies.join("");
}

function jsonOfNode(node: TreeNode): JsonObject {
  const properties = node.properties.map(([property, values]): readonly [string, Json] => {
    const written = values.map((value) => jsonOfValue(property, value));
    const [only, ...more] = written;
    const isOne = only !== undefined && more.length === 0 && !ALWAYS_LISTS.includes(property);
    return [property, isOne ? only : written];
  });
  return {
    ...(node.iri === undefined ? {} : { uid: node.iri }),
    ...(node.type === undefined ? {} : { "@type": node.type }),
    ...Object.fromEntries(properties),
  };
}

function jsonOfValue(property: string, value: TreeValue): Json {
  switch (value.kind) {
    case "node":
      return jsonOfNode(value);
    case "list":
      return { "@list": value.members.map(jsonOfNode) };
    case "literal":
      return { "@value": value.text, "@type": prefixed(value.datatype) ?? value.datatype };
    case "iri":
      if (WORDS.includes(property)) return value.iri.startsWith(ODRL) ? value.iri.slice(ODRL.length) : value.iri;
      return property === "rightOperand" ? { "@id": value.iri } : value.iri;
  }
}

function turtleOfProperties(node: TreeNode, depth: number): string {
  const indent = "  ".repeat(depth);
  const type = node.type === undefined ? [] : [` a odrl:${node.type}`];
  const rest = node.properties.map(([property, values]) => {
    const name = property.includes(":") ? property : `odrl:${property}`;
    return `\n${indent}${name} ${values.map((value) => turtleOfValue(value, depth + 1)).join(", ")}`;
  });
  return [...type, ...rest].join(" ;");
}

function turtleOfValue(value: TreeValue, depth: number): string {
  switch (value.kind) {
    case "node":
      return `[${turtleOfProperties(value, depth)} ]`;
    case "list":
      return `( ${value.members.map((member) => turtleOfValue(member, depth)).join(" ")} )`;
    case "literal":
      return `"${escapeText(value.text)}"^^${prefixed(value.datatype) ?? `<${value.datatype}>`}`;
    case "iri":
      return prefixed(value.iri) ?? `<${value.iri}>`;
  }
}

/** `odrl:read`, where what follows the namespace is a plain name. */
function prefixed(address: string): string | undefined {
  const known = PREFIXES.find(([, namespace]) => address.startsWith(namespace));
  if (known === undefined) return undefined;
  const rest = address.slice(known[1].length);
  return /^[A-Za-z][A-Za-z0-9]*$/.test(rest) ? `${known[0]}:${rest}` : undefined;
}

function escapeText(text: string): string {
  return text.replace(/[\u0000-\u001f"\\\u007f]/g, (character) => {
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `\\u${point.padStart(4, "0")}`;
  });
}
