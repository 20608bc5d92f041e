/** RDF 1.1 XML. A document type or an entity is refused before anything is read: nothing is expanded. */
import { RdfXmlParser } from "rdfxml-streaming-parser";
import { BASE, hasScheme } from "./from-rdfjs.ts";
import type { ReadStatements } from "./from-rdfjs.ts";
import type { DcatApLimits } from "./limits.ts";
import { readThrough } from "./read-stream.ts";
import { readXmlText } from "./read-text.ts";
import { findXmlFault } from "./xml-shape.ts";

/** The statements of a file, or why it has none. Never rejects. */
export async function readRdfXml(bytes: Uint8Array, limits: DcatApLimits): Promise<ReadStatements> {
  const read = readXmlText(bytes);
  if (!read.ok) return read;
  const fault = findXmlFault(read.text, limits.xmlDepthMax);
  if (fault !== undefined) return { ok: false, code: fault.code, detail: String(fault.line) };
  const parser = new AsGivenParser({
    baseIRI: BASE,
    trackPosition: true,
    allowDuplicateRdfIds: true,
    validateUri: false,
  });
  return await readThrough(parser, read.text, {
    statementsMax: limits.statementsMax,
    syntaxCode: "RDF_XML_SYNTAX",
  });
}

type Convert = RdfXmlParser["valueToUri"];

/** The library takes `.` and `..` out of whole addresses too, which would make another address of them than the same file in Turtle has. */
class AsGivenParser extends RdfXmlParser {
  override valueToUri(value: string, activeTag: Parameters<Convert>[1]): ReturnType<Convert> {
    return hasScheme(value) ? this.uriToNamedNode(value) : super.valueToUri(value, activeTag);
  }
}
