/** A dataset's items as the columns of a table schema. Source: CSV on the Web, Metadata Vocabulary (W3C, 2015). */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import type { Graph } from "./graph.ts";
import { nameOf, TYPE } from "./names.ts";
import { isLiteral, isNode, textLiteral } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

type Items = Description["items"];

const ITEMS_MAX = 2_000;
const FIRST = nameOf("rdf:first");
const REST = nameOf("rdf:rest");
const NIL = nameOf("rdf:nil");

/** The columns that the dataset's schema lists, in their order. How sensitive an item is and its rule are not part of a schema. */
export function readItems(graph: Graph, dataset: Node): Items {
  const items: Items[number][] = [];
  const [schema] = graph.nodes(dataset, nameOf("csvw:tableSchema"));
  if (schema === undefined) return items;
  const seen = new Set<Node>();
  let [list] = graph.nodes(schema, nameOf("csvw:column"));
  while (list !== undefined && list !== NIL && !seen.has(list) && items.length < ITEMS_MAX) {
    seen.add(list);
    const [column] = graph.nodes(list, FIRST);
    const name = column === undefined ? "" : graph.label(column, "csvw:title", "csvw:name");
    if (column !== undefined && name !== "") {
      const [datatype] = graph.values(column, nameOf("csvw:datatype"));
      const dataType = datatype === undefined || isNode(datatype) ? "" : datatype.value;
      const [code] = graph.literals(column, nameOf("dct:identifier"));
      items.push({ name, dataType, sensitivity: "internal", rule: "", code: code?.value ?? "" });
    }
    [list] = graph.nodes(list, REST);
  }
  return items;
}

/** A schema with a column for each item; `blank` gives a new blank node. */
export function writeItems(dataset: Node, items: Items, blank: (name: string) => Node): readonly Statement[] {
  if (items.length === 0) return [];
  const out: Statement[] = [];
  const say = (subject: Node, predicate: string, object: Term): void => {
    if (!isLiteral(object) || object.value !== "") out.push({ subject, predicate, object, graph: "" });
  };
  const schema = blank("schema");
  say(dataset, nameOf("csvw:tableSchema"), schema);
  say(schema, TYPE, nameOf("csvw:Schema"));
  const lists = items.map((_item, i) => blank(`list${i}`));
  say(schema, nameOf("csvw:column"), lists[0] ?? NIL);
  items.forEach((item, i) => {
    const list = lists[i] ?? NIL;
    const column = blank(`column${i}`);
    say(list, FIRST, column);
    say(list, REST, lists[i + 1] ?? NIL);
    say(column, TYPE, nameOf("csvw:Column"));
    say(column, nameOf("csvw:title"), textLiteral(item.name));
    say(column, nameOf("csvw:datatype"), textLiteral(item.dataType));
    say(column, nameOf("dct:identifier"), textLiteral(item.code));
  });
  return out;
}
