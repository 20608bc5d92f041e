/** A document before it is written: nodes with properties in order, of which JSON-LD and Turtle are two spellings. */

export type TreeValue =
  | { readonly kind: "iri"; readonly iri: string }
  | { readonly kind: "literal"; readonly text: string; readonly datatype: string }
  | { readonly kind: "list"; readonly members: readonly TreeNode[] }
  | TreeNode;

/** `property` and `type` are names of ODRL, or prefixed names of another vocabulary (`dct:issued`). */
export type TreeNode = {
  readonly kind: "node";
  readonly iri?: string;
  readonly type?: string;
  readonly properties: readonly (readonly [property: string, values: readonly TreeValue[]])[];
};

/** An address as a value. */
export function iri(address: string): TreeValue {
  return { kind: "iri", iri: safeAddress(address) };
}

/** An address with what no address may hold spelt in percent, so that it can neither end its place in Turtle nor be refused by a reader. */
export function safeAddress(address: string): string {
  return address.replace(/[\u0000-\u0020<>"{}|^`\\\u007f]/g, (character) => encodeURIComponent(character));
}

export function literal(text: string, datatype: string): TreeValue {
  return { kind: "literal", text, datatype };
}
