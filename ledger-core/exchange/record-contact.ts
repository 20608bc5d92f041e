/** Whom a record names for questions, whichever standard it came in. */
import { isJsonList, isJsonObject } from "./canonical-json.ts";
import { keptUnder, ownKept } from "./catalog-format.ts";
import type { DatasetRecord, Json, JsonObject } from "./dataset-record.ts";
import { Graph } from "./dcat-ap/graph.ts";
import { nameOf } from "./dcat-ap/names.ts";
import { statementsOfJson } from "./dcat-ap/statements.ts";

/** A name, or an address as in `mailto:office@example.org`, or both; the one that is not given is empty. */
export type RecordContact = { readonly name: string; readonly email: string };

/** The first contact that the source gives; undefined where it names nobody. */
export function contactOf(record: DatasetRecord): RecordContact | undefined {
  const ckan = ownKept(record, "ckan");
  const given = [
    ...[keptUnder(record, "dcat-us-3.0"), ownKept(record, "dcat-us")].map((kept) => ofVcard(kept?.["contactPoint"])),
    ...["maintainer", "author"].map((who) => contact(ckan[who], ckan[`${who}_email`])),
    ofGraph(record),
  ];
  return given.find((one) => one !== undefined);
}

/** The contact as DCAT-US writes it, as an object of the given type. */
export function vcardOf(type: string, { name, email }: RecordContact): JsonObject {
  return { "@type": type, ...(name !== "" && { fn: name }), ...(email !== "" && { hasEmail: email }) };
}

function ofVcard(value: Json | undefined): RecordContact | undefined {
  const first = isJsonList(value) ? value[0] : value;
  return isJsonObject(first) ? contact(first["fn"], first["hasEmail"]) : undefined;
}

function ofGraph(record: DatasetRecord): RecordContact | undefined {
  const { node, statements } = ownKept(record, "dcat-ap");
  if (typeof node !== "string") return undefined;
  const graph = new Graph(statementsOfJson(statements));
  const [kind] = graph.nodes(node, nameOf("dcat:contactPoint"));
  if (kind === undefined) return undefined;
  const [email] = graph.nodes(kind, nameOf("vcard:hasEmail"));
  return contact(graph.label(kind, "vcard:fn"), email);
}

function contact(name: Json | undefined, email: Json | undefined): RecordContact | undefined {
  const address = textOf(email);
  const isBare = address !== "" && !/^mailto:/i.test(address);
  const found = { name: textOf(name), email: isBare ? `mailto:${address}` : address };
  return found.name === "" && found.email === "" ? undefined : found;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}
