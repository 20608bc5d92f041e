/** Turtle 1.1 and JSON-LD 1.1 from anybody to statements. Nothing is fetched: the context of ODRL is at hand, any other must stand in the document. */
import { JsonLdParser } from "jsonld-streaming-parser";
import { Parser } from "n3";
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import { countCopiedTerms, putContextsFirst } from "#ledger-core/exchange/jsonld-contexts.ts";
import { refuseDocument } from "./findings.ts";
import type { OdrlRefusal } from "./findings.ts";
import { graphOf } from "./graph.ts";
import type { Graph, GraphTerm } from "./graph.ts";
import { ODRL_CONTEXT, ODRL_CONTEXTS } from "./jsonld-context.ts";
import { BASE, XSD } from "./namespaces.ts";

/** A context that a caller has at hand, by the address under which documents name it. */
export type ContextsAtHand = ReadonlyMap<string, JsonObject>;
export type ReadGraph = { readonly ok: true; readonly graph: Graph } | OdrlRefusal;

/** The largest policy of the published suites has 162 KB and 3,155 statements. */
export const DOCUMENT_BYTES_MAX = 4 * 1024 * 1024;
const JSON_LIMITS = { depthMax: 32, valuesMax: 100_000, notesMax: 100 };
/** So many values are some 5,000 policies; each may name the context of ODRL, which has about 200 terms. */
const CONTEXT_TERMS_MAX = 1_000_000;

type Triple = readonly [subject: string, predicate: string, object: GraphTerm];
/** What both parsers give of a term. A typed number of JSON-LD arrives as a number. */
type ParsedTerm = {
  readonly termType: string;
  readonly value: unknown;
  readonly datatype?: { readonly value: string };
};
type ParsedQuad = {
  readonly subject: ParsedTerm;
  readonly predicate: ParsedTerm;
  readonly object: ParsedTerm;
};

/** Reads a document; its form is told from its first character. Never rejects for what is in it. */
export async function readGraph(bytes: Uint8Array, contexts: ContextsAtHand = new Map()): Promise<ReadGraph> {
  if (bytes.length > DOCUMENT_BYTES_MAX)
    return refuseDocument("FILE_TOO_LARGE", `${bytes.length} > ${DOCUMENT_BYTES_MAX}`);
  if (isUtf16(bytes)) return refuseDocument("FILE_UTF16");
  const text = decodeText(bytes);
  if (text === undefined) return refuseDocument("FILE_NOT_UTF8");
  const start = text.trimStart();
  if (start === "") return refuseDocument("FILE_EMPTY");
  if (start.startsWith("{") || start.startsWith("[")) return readJsonLd(text, contexts);
  if (/^<\?xml|^<!doctype|^<rdf:/i.test(start)) return refuseDocument("FILE_XML");
  return readTurtle(text);
}

function readTurtle(text: string): ReadGraph {
  try {
    const quads: readonly ParsedQuad[] = new Parser({ baseIRI: BASE, format: "text/turtle" }).parse(text);
    return { ok: true, graph: graphOf(quads.flatMap(tripleOf)) };
  } catch (error) {
    return refuseDocument("TURTLE_SYNTAX", messageOf(error));
  }
}

async function readJsonLd(text: string, contexts: ContextsAtHand): Promise<ReadGraph> {
  const json = parseJsonText(text, JSON_LIMITS);
  if (!json.ok) return refuseDocument(json.code, `${json.line}:${json.column}`);
  // Which of two equal keys counts differs from parser to parser, and so would what is permitted.
  const lost = json.notes.find(({ code }) => code === "KEY_TWICE" || code === "KEY_FORBIDDEN");
  if (lost !== undefined) return refuseDocument("KEY_TWICE", pathText(lost.path));
  const known = (address: string) => (ODRL_CONTEXTS.includes(address) ? ODRL_CONTEXT : contexts.get(address));
  if (countCopiedTerms(json.value, known) > CONTEXT_TERMS_MAX) return refuseDocument("CONTEXTS_TOO_LARGE");
  // A number that would be another one is left a text, so that no limit is read that the document does not set.
  const exact = json.notes
    .filter(({ code }) => code === "NUMBER_ROUNDED" || code === "NUMBER_TOO_LARGE")
    .reduce((value, note) => putText(value, note.path, note.value), json.value);
  const triples: Triple[] = [];
  const parser = new JsonLdParser({
    baseIRI: BASE,
    streamingProfile: true,
    // An unknown key would be left out in silence, and with it what limits a permission.
    strictValues: true,
    documentLoader: {
      load: (address) => {
        const context = known(address);
        return context === undefined
          ? Promise.reject(new UnknownContext(address))
          : Promise.resolve({ "@context": context });
      },
    },
  });
  parser.on("data", (quad: ParsedQuad) => triples.push(...tripleOf(quad)));
  const failure = await new Promise<unknown>((resolve) => {
    parser.on("error", resolve);
    parser.on("end", () => resolve(undefined));
    parser.write(JSON.stringify(putContextsFirst(exact, known)));
    parser.end();
  });
  if (failure === undefined) return { ok: true, graph: graphOf(triples) };
  return refuseJsonLd(failure, json.value);
}

function putText(value: Json, path: readonly (string | number)[], text: string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (isJsonList(value)) return value.map((item, i) => (i === step ? putText(item, rest, text) : item));
  return isJsonObject(value) ? { ...value, [step]: putText(value[step] ?? null, rest, text) } : value;
}

class UnknownContext extends Error {}

function refuseJsonLd(failure: unknown, document: Json): OdrlRefusal {
  const message = messageOf(failure);
  const context = /^Failed to load remote context (\S+):/.exec(message)?.[1];
  if (context !== undefined) return refuseDocument("CONTEXT_UNKNOWN", context);
  const key = /^Invalid predicate IRI: (.*)$/s.exec(message)?.[1];
  if (key === undefined) return refuseDocument("JSONLD_SYNTAX", message);
  const hasContext = isJsonList(document) ? document.some(holdsContext) : holdsContext(document);
  return refuseDocument(hasContext ? "KEY_UNKNOWN" : "CONTEXT_MISSING", pathText(findKey(document, key) ?? [key]));
}

function holdsContext(value: Json): boolean {
  return isJsonObject(value) && Object.hasOwn(value, "@context");
}

/** Where a key first stands in a document. The depth is that of the reader, which is limited. */
function findKey(value: Json, key: string): readonly (string | number)[] | undefined {
  if (isJsonList(value)) {
    for (const [place, member] of value.entries()) {
      const found = findKey(member, key);
      if (found !== undefined) return [place, ...found];
    }
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return [key];
  for (const [name, member] of Object.entries(value)) {
    const found = findKey(member, key);
    if (found !== undefined) return [name, ...found];
  }
  return undefined;
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

function tripleOf({ subject, predicate, object }: ParsedQuad): readonly Triple[] {
  const about = nodeId(subject);
  const property = nodeId(predicate);
  return about === undefined || property === undefined ? [] : [[about, property, graphTerm(object)]];
}

function graphTerm(term: ParsedTerm): GraphTerm {
  if (term.termType === "Literal")
    return { kind: "literal", value: String(term.value), datatype: term.datatype?.value ?? `${XSD}string` };
  // A statement in place of a value is kept as a node that says nothing: left out, it would leave out a limit.
  return { kind: "node", id: nodeId(term) ?? "_:statement" };
}

function nodeId(term: ParsedTerm): string | undefined {
  if (term.termType === "NamedNode") return String(term.value);
  return term.termType === "BlankNode" ? `_:${String(term.value)}` : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.length > 1 && (first === 0) !== (second === 0);
}

/** Undefined for anything but UTF-8; a byte order mark is left out. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
