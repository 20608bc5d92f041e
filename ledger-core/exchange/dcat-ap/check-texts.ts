/** Marks in texts and addresses that a person should know of before signing. */
import { excerpt, findHiddenMark, hasMarkup } from "#ledger-core/exchange/hidden-marks.ts";
import type { RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import type { DcatApFindingCode } from "./finding-codes.ts";
import { isWebAddress } from "./addresses.ts";
import type { Graph } from "./graph.ts";
import { nameOf, shortName } from "./names.ts";
import { isLiteral, isNode } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

export type DatasetFinding = Omit<RowFinding<DcatApFindingCode>, "row" | "sourceId">;

/** `dct:title` of the dataset itself; of a thing that hangs on it with the thing before it. */
export function pathOf(dataset: Node, node: Node, predicate: string): string {
  const name = shortName(predicate);
  return node === dataset ? name : `${excerpt(shortName(node))} ${name}`;
}

/** A term as it may be printed. */
export function shownTerm(term: Term): string {
  return excerpt(isNode(term) ? term : term.value);
}

/** Texts that hold what cannot be seen, or that a browser would take for HTML. */
export function checkTexts(dataset: Node, statements: Iterable<Statement>): readonly DatasetFinding[] {
  const findings: DatasetFinding[] = [];
  for (const { subject, predicate, object } of statements) {
    const text = isNode(object) ? object : object.value;
    const path = pathOf(dataset, subject, predicate);
    const mark = findHiddenMark(text);
    if (text.includes("\0")) findings.push({ path, code: "TEXT_NUL", severity: "refused", value: excerpt(text) });
    else if (mark !== undefined) findings.push({ path, code: "HIDDEN_CHARACTER", severity: "warning", value: mark });
    if (isLiteral(object) && hasMarkup(text))
      findings.push({ path, code: "HTML_MARKUP", severity: "warning", value: excerpt(text) });
  }
  return findings;
}

/** The days of publication and change, which become fields of the record. */
export function checkDates(graph: Graph, dataset: Node): readonly DatasetFinding[] {
  return (["dct:issued", "dct:modified"] as const).flatMap((name) =>
    graph.literals(dataset, nameOf(name)).flatMap(({ value }): readonly DatasetFinding[] => {
      const { kind } = parseDocumentDate(value.replace(/^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/, "$1"));
      const code = kind === "coarse" ? "DATE_NOT_A_DAY" : kind === "implausible" ? "DATE_IMPLAUSIBLE" : "DATE_INVALID";
      return kind === "day" ? [] : [{ path: name, code, severity: "warning", value: excerpt(value) }];
    }),
  );
}

/** Addresses of distributions that a person may follow; `javascript:` and the like are reported as none. */
export function checkAddresses(graph: Graph, dataset: Node): readonly DatasetFinding[] {
  const findings: DatasetFinding[] = [];
  for (const node of new Set(graph.nodes(dataset, nameOf("dcat:distribution"))))
    for (const name of ["dcat:accessURL", "dcat:downloadURL"] as const)
      for (const term of graph.values(node, nameOf(name))) {
        const address = isNode(term) ? term : term.value;
        if (address.startsWith("_:") || isWebAddress(address)) continue;
        const path = pathOf(dataset, node, nameOf(name));
        findings.push({ path, code: "URL_INVALID", severity: "warning", value: excerpt(address) });
      }
  return findings;
}
