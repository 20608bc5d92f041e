/**
 * The fields of a record as statements, in the plainest form that DCAT-AP 3.0 demands: mandatory properties are there, values of the
 * controlled vocabularies are their addresses, and things of one class say so. What DCAT-AP cannot say is not written here.
 */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { formatDocumentDay } from "#ledger-core/exchange/document-date.ts";
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { datasetNode, isAbsoluteAddress, isWebAddress, madeNode } from "./addresses.ts";
import { repairAddress } from "./from-rdfjs.ts";
import type { Homes } from "./homes.ts";
import { writeItems } from "./items.ts";
import { nameOf, TYPE } from "./names.ts";
import { isLiteral, textLiteral, typedLiteral, XSD } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";
import {
  accessAddress,
  dataThemeAddress,
  fileTypeAddress,
  fileTypeOf,
  frequencyAddress,
  languageAddress,
  mediaTypeAddress,
  tableAddress,
} from "./vocabularies.ts";

type Name = Parameters<typeof nameOf>[0];
type Distribution = Homes["distributions"][number];

/** The predicates that say a field, on the dataset itself. */
export const PREDICATES_OF_FIELD: Readonly<Partial<Record<keyof Homes, readonly Name[]>>> = {
  title: ["dct:title"],
  summary: ["dct:description"],
  publisher: ["dct:publisher"],
  providerCode: ["dct:publisher"],
  items: ["csvw:tableSchema"],
  sharing: ["dct:accessRights", "dct:rights"],
  sharingCondition: ["dct:accessRights", "dct:rights"],
  updateCycle: ["dct:accrualPeriodicity"],
  publishedDay: ["dct:issued"],
  modifiedDay: ["dct:modified"],
  relatedCodes: ["dct:relation"],
  keywords: ["dcat:keyword"],
  themes: ["dcat:theme"],
  languages: ["dct:language"],
  distributions: ["dcat:distribution"],
  licence: ["dct:license"],
};

/** Writes about one dataset. */
export class PlainWriter {
  readonly statements: Statement[] = [];
  readonly #dataset: Node;
  readonly #sha256: Sha256;

  constructor(dataset: Node, sha256: Sha256) {
    this.#dataset = dataset;
    this.#sha256 = sha256;
  }

  /** A blank node whose name no other dataset uses. */
  blank(name: string): Node {
    const bytes = encodeUtf8(`${this.#dataset}\n${name}`.toWellFormed()) ?? new Uint8Array();
    return `_:p${encodeHex(this.#sha256(bytes)).slice(0, 20)}`;
  }

  say(subject: Node, name: Name, object: Term): void {
    if (isLiteral(object) && object.value === "") return;
    this.statements.push({ subject, predicate: nameOf(name), object, graph: "" });
  }

  type(subject: Node, name: Name): void {
    this.statements.push({ subject, predicate: TYPE, object: nameOf(name), graph: "" });
  }

  /** Everything that the fields say. */
  all(homes: Homes): void {
    const written = new Set<string>();
    for (const field of Object.keys(PREDICATES_OF_FIELD) as readonly (keyof Homes)[]) {
      const key = String(PREDICATES_OF_FIELD[field]);
      if (!written.has(key)) this.field(field, homes);
      written.add(key);
    }
  }

  /** What one field says, with the other fields that share its predicates. */
  field(field: keyof Homes, homes: Homes): void {
    const dataset = this.#dataset;
    switch (field) {
      case "title":
        return this.say(dataset, "dct:title", textLiteral(homes.title));
      case "summary":
        // A description is mandatory; a title says more than nothing.
        return this.say(dataset, "dct:description", textLiteral(homes.summary === "" ? homes.title : homes.summary));
      case "publisher":
      case "providerCode":
        return this.#publisher(homes);
      case "items":
        this.statements.push(...writeItems(dataset, homes.items, (name) => this.blank(name)));
        return;
      case "sharing":
      case "sharingCondition":
        return this.#rights(homes);
      case "updateCycle":
        if (homes.updateCycle !== "")
          this.#coded("dct:accrualPeriodicity", frequencyAddress(homes.updateCycle), "dct:Frequency", "frequency");
        return;
      case "publishedDay":
        return this.#day("dct:issued", homes.publishedDay);
      case "modifiedDay":
        return this.#day("dct:modified", homes.modifiedDay);
      case "relatedCodes":
        for (const code of homes.relatedCodes) this.say(dataset, "dct:relation", datasetNode(code, this.#sha256));
        return;
      case "keywords":
        for (const keyword of homes.keywords) this.say(dataset, "dcat:keyword", textLiteral(keyword));
        return;
      case "themes":
        for (const theme of homes.themes) this.#theme(theme);
        return;
      case "languages":
        for (const language of homes.languages) {
          const address = languageAddress(language);
          if (address !== undefined) this.#coded("dct:language", address, "dct:LinguisticSystem", "language");
        }
        return;
      case "distributions":
        homes.distributions.forEach((distribution, i) => this.distribution(distribution, i, homes.licence));
        return;
      case "licence":
        if (homes.distributions.length === 0) this.licence(dataset, homes.licence);
        return;
      case "format":
      case "openness":
      case "sharingMethod":
      case "classification":
      case "legalBasis":
        // DCAT-AP has no property for these; they stand in the record's own words (`ledger-words.ts`).
        return;
    }
  }

  /** A distribution; one that has a media type or format is a file, otherwise a page where a person finds it. */
  distribution(distribution: Distribution, place: number, licence: string): void {
    const node = this.blank(`distribution ${place}`);
    this.say(this.#dataset, "dcat:distribution", node);
    this.type(node, "dcat:Distribution");
    this.say(node, "dct:title", textLiteral(distribution.title));
    // An address is mandatory; where none is given the dataset's own says where to ask.
    const address = pageAddress(distribution.url) ?? this.#dataset;
    this.say(node, "dcat:accessURL", address);
    const isFile = distribution.mediaType !== "" || distribution.format !== "";
    if (isFile && address !== this.#dataset) this.say(node, "dcat:downloadURL", address);
    this.formats(node, distribution);
    this.licence(node, licence);
  }

  formats(node: Node, { mediaType, format }: Distribution): void {
    const media = mediaTypeAddress(mediaType);
    if (media !== undefined) {
      this.say(node, "dcat:mediaType", media);
      this.type(media, "dct:MediaType");
    }
    if (format === "") return;
    const fileType = fileTypeAddress(format);
    // A format that the vocabulary does not have, or spells in another way, is said in words.
    if (fileType === undefined || fileTypeOf(fileType) !== format)
      this.say(node, "schema:encodingFormat", textLiteral(format));
    if (fileType === undefined) return;
    this.say(node, "dct:format", fileType);
    this.type(fileType, "dct:MediaTypeOrExtent");
    this.say(fileType, "skos:inScheme", tableAddress("file-type"));
  }

  licence(subject: Node, licence: string): void {
    if (licence === "") return;
    const node = isAbsoluteAddress(licence) ? licence : this.blank(`licence ${licence}`);
    this.say(subject, "dct:license", node);
    this.type(node, "dct:LicenseDocument");
    if (node !== licence) this.say(node, "rdfs:label", textLiteral(licence));
  }

  #publisher({ publisher, providerCode }: Homes): void {
    if (publisher === "") return;
    const agent = this.blank("publisher");
    this.say(this.#dataset, "dct:publisher", agent);
    this.type(agent, "foaf:Agent");
    this.say(agent, "foaf:name", textLiteral(publisher));
    this.say(agent, "dct:identifier", textLiteral(providerCode));
  }

  #rights({ sharing, sharingCondition }: Homes): void {
    this.#coded("dct:accessRights", accessAddress(sharing), "dct:RightsStatement", "access-right");
    if (sharing === "unconditional" || sharingCondition === "") return;
    const rights = this.blank("rights");
    this.say(this.#dataset, "dct:rights", rights);
    this.type(rights, "dct:RightsStatement");
    this.say(rights, "rdfs:label", textLiteral(sharingCondition));
  }

  #theme(theme: string): void {
    const address = dataThemeAddress(theme);
    const node = address ?? (isWebAddress(theme) ? theme : madeNode("theme", theme, this.#sha256));
    this.say(this.#dataset, "dcat:theme", node);
    this.type(node, "skos:Concept");
    this.say(node, "skos:prefLabel", textLiteral(theme));
    if (address !== undefined) this.say(address, "skos:inScheme", tableAddress("data-theme"));
  }

  #day(name: Name, day: number | undefined): void {
    if (day !== undefined) this.say(this.#dataset, name, typedLiteral(formatDocumentDay(day), `${XSD}date`));
  }

  #coded(name: Name, address: Node, type: Name, table: Parameters<typeof tableAddress>[0]): void {
    this.say(this.#dataset, name, address);
    this.type(address, type);
    this.say(address, "skos:inScheme", tableAddress(table));
  }
}

/** A text as the address of a page or file; undefined where it is none, or one that a browser would run. */
function pageAddress(url: string): Node | undefined {
  if (isAbsoluteAddress(url)) return url;
  return /^(?:https?|ftp):\/\/[^\s/]/i.test(url) ? repairAddress(url) : undefined;
}
