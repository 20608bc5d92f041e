/** What a record that came in another standard keeps and DCAT-AP has properties for as well. */
import { isJsonList } from "#ledger-core/exchange/canonical-json.ts";
import type { DatasetRecord, Json } from "#ledger-core/exchange/dataset-record.ts";
import { contactOf } from "#ledger-core/exchange/record-contact.ts";
import type { RecordContact } from "#ledger-core/exchange/record-contact.ts";
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import { isWebAddress } from "./addresses.ts";
import type { PlainWriter } from "./plain-fields.ts";
import { textLiteral, typedLiteral, XSD } from "./statements.ts";
import type { Node } from "./statements.ts";

/** Writes the contact, and of DCAT-US 1.1 landing page, period, place and licence; other kept fields are not read. */
export function writeForeignFields(writer: PlainWriter, dataset: Node, record: DatasetRecord): void {
  const contact = contactOf(record);
  if (contact !== undefined) writeContact(writer, dataset, contact);
  if (record.profile !== "dcat-us") return;
  const { landingPage, temporal, spatial, license, references } = record.kept;
  writePages(writer, dataset, "dcat:landingPage", [landingPage ?? null]);
  writePages(writer, dataset, "foaf:page", isJsonList(references) ? references : []);
  writePeriod(writer, dataset, temporal);
  if (typeof spatial === "string" && spatial.trim() !== "") {
    const place = writer.blank("spatial");
    writer.say(dataset, "dct:spatial", place);
    writer.type(place, "dct:Location");
    writer.say(place, "rdfs:label", textLiteral(spatial));
  }
  if (typeof license === "string" && record.licence === "") writer.licence(dataset, license);
}

function writeContact(writer: PlainWriter, dataset: Node, { name, email }: RecordContact): void {
  const kind = writer.blank("contact");
  writer.say(dataset, "dcat:contactPoint", kind);
  writer.type(kind, "vcard:Kind");
  if (name !== "") writer.say(kind, "vcard:fn", textLiteral(name));
  if (/^mailto:[^\s@<>"{}|\\^`]+@[^\s@<>"{}|\\^`]+$/i.test(email)) writer.say(kind, "vcard:hasEmail", email);
}

function writePages(
  writer: PlainWriter,
  dataset: Node,
  name: "dcat:landingPage" | "foaf:page",
  pages: readonly Json[],
): void {
  for (const page of pages) {
    if (typeof page !== "string" || !isWebAddress(page)) continue;
    writer.say(dataset, name, page);
    writer.type(page, "foaf:Document");
  }
}

/** `start/end`, both ends days or moments; any other form stays with the ledger. */
function writePeriod(writer: PlainWriter, dataset: Node, temporal: Json | undefined): void {
  if (typeof temporal !== "string") return;
  const ends = temporal.split("/").map((end) => end.trim().slice(0, "2000-01-01".length));
  if (ends.length !== 2 || ends.some((end) => parseDocumentDate(end).kind !== "day")) return;
  const period = writer.blank("temporal");
  writer.say(dataset, "dct:temporal", period);
  writer.type(period, "dct:PeriodOfTime");
  writer.say(period, "dcat:startDate", typedLiteral(isoDay(ends[0] ?? ""), `${XSD}date`));
  writer.say(period, "dcat:endDate", typedLiteral(isoDay(ends[1] ?? ""), `${XSD}date`));
}

function isoDay(text: string): string {
  return text.includes("-") ? text : `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}
