/** Records to one graph that conforms to DCAT-AP 3.0. */
import { compareText } from "#ledger-core/contract/schema/bytes.ts";
import { isJsonList } from "#ledger-core/exchange/canonical-json.ts";
import type { CatalogWriting } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord } from "#ledger-core/exchange/dataset-record.ts";
import { madeNode } from "./addresses.ts";
import { conform } from "./conform.ts";
import { Graph } from "./graph.ts";
import { recordToStatements } from "./map-dataset.ts";
import { nameOf, TYPE } from "./names.ts";
import { languageLiteral, statementKey, statementsOfJson, textLiteral } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

/**
 * The statements of the records and of the catalogs that they came with. Of two records with one address the second gets another, made of
 * its identifier, and says that it is the same. Datasets that came with no catalog are listed by one made here,
 * unless all are of one file, which had none; datasets of a file have the links that it gave them.
 */
export function graphOfRecords(records: readonly DatasetRecord[], writing: CatalogWriting): readonly Statement[] {
  const { sha256 } = writing;
  const seen = new Map<string, Statement>();
  const put = (statement: Statement): void => {
    seen.set(statementKey(statement), statement);
  };
  const catalogs = writing.catalog === undefined ? writing.catalogs : [writing.catalog];
  for (const { statements } of catalogs) for (const statement of statementsOfJson(statements)) put(statement);
  const unlisted: Node[] = [];
  const nodes: Node[] = [];
  const taken = new Set<Node>();
  for (const record of records) {
    const { node: given, statements, isFromFile } = recordToStatements(record, sha256);
    // Two catalogues may describe one dataset; in one file they would be mixed into one description.
    const isTaken = taken.has(given);
    const node = isTaken ? madeNode("dataset", record.sourceId, sha256) : given;
    taken.add(node);
    nodes.push(node);
    for (const statement of statements) put(isTaken ? renamed(statement, given, node) : statement);
    if (isTaken) {
      put(say(node, nameOf("dct:identifier"), textLiteral(record.sourceId)));
      put(say(node, nameOf("owl:sameAs"), given));
    }
    if (!isFromFile) unlisted.push(node);
  }
  const own = writing.catalog?.["catalogs"];
  const [listing] = isJsonList(own) ? own : [];
  const isListedBy = typeof listing === "string" ? listing : madeNode("catalog", "", sha256);
  if (unlisted.length > 0 || records.length === 0) {
    if (isListedBy !== listing) for (const statement of newCatalog(isListedBy, records)) put(statement);
    for (const node of unlisted) put(say(isListedBy, nameOf("dcat:dataset"), node));
  }
  const graph = new Graph(inOrder(seen.values(), nodes));
  conform(graph, sha256);
  return [...graph.all()];
}

/** Title, description and publisher are mandatory; the publisher is the datasets', where they have but one. */
function newCatalog(catalog: Node, records: readonly DatasetRecord[]): readonly Statement[] {
  const publishers = new Set(records.map(({ publisher }) => publisher).filter((name) => name !== ""));
  const [only] = publishers;
  const agent = "_:catalogPublisher";
  const names = publishers.size === 1 && only !== undefined ? [textLiteral(only)] : CITY;
  return [
    say(catalog, TYPE, nameOf("dcat:Catalog")),
    ...TITLE.map((text) => say(catalog, nameOf("dct:title"), text)),
    ...DESCRIPTION.map((text) => say(catalog, nameOf("dct:description"), text)),
    say(catalog, nameOf("dct:publisher"), agent),
    say(agent, TYPE, nameOf("foaf:Agent")),
    ...names.map((text) => say(agent, nameOf("foaf:name"), text)),
  ];
}

const TITLE = [languageLiteral("数据目录", "zh"), languageLiteral("Data catalogue", "en")];
const DESCRIPTION = [
  languageLiteral("各部门登记在账本中的数据集", "zh"),
  languageLiteral("Datasets that the departments have entered in their ledger", "en"),
];
const CITY = [languageLiteral("城市数据主管部门", "zh"), languageLiteral("The city's data bureau", "en")];

function say(subject: Node, predicate: string, object: Term): Statement {
  return { subject, predicate, object, graph: "" };
}

function renamed({ subject, predicate, object, graph }: Statement, from: Node, to: Node): Statement {
  return { subject: subject === from ? to : subject, predicate, object: object === from ? to : object, graph };
}

/** By subject: catalogs, then the datasets in the order given, then what hangs on them; always the same for the same statements. */
function inOrder(statements: Iterable<Statement>, datasets: readonly Node[]): readonly Statement[] {
  const bySubject = Map.groupBy(statements, ({ subject }) => subject);
  const places = new Map(datasets.map((node, i) => [node, i] as const));
  const placeOf = (subject: Node): number => {
    const isCatalog = (bySubject.get(subject) ?? []).some(
      ({ predicate, object }) => predicate === TYPE && object === nameOf("dcat:Catalog"),
    );
    return isCatalog ? -1 : (places.get(subject) ?? datasets.length);
  };
  const subjects = [...bySubject.keys()].map((subject) => ({ subject, place: placeOf(subject) }));
  subjects.sort((left, right) => left.place - right.place || compareText(left.subject, right.subject));
  return subjects.flatMap(({ subject }) => bySubject.get(subject) ?? []);
}
