/** What is wrong with one dataset by DCAT-AP 3.0, and what a person should know about it before signing. */
import type { DatasetFinding } from "./check-texts.ts";
import { checkAddresses, checkDates, checkTexts, pathOf, shownTerm } from "./check-texts.ts";
import type { Graph } from "./graph.ts";
import { statesAccess } from "./homes.ts";
import { nameOf } from "./names.ts";
import { findFaults } from "./shapes.ts";
import type { Node } from "./statements.ts";

/**
 * The findings of one dataset and of everything that hangs on it. A dataset without title or description is refused; whatever else the
 * shapes do not allow is kept as it is and only reported, and is put right on export.
 */
export function checkDataset(graph: Graph, dataset: Node): readonly DatasetFinding[] {
  const refused: DatasetFinding[] = [];
  for (const path of ["dct:title", "dct:description"] as const)
    if (!graph.literals(dataset, nameOf(path)).some(({ value }) => value.trim() !== ""))
      refused.push({ path, code: "VALUE_MISSING", severity: "refused" });
  const told = new Set(refused.map(({ path }) => path));
  const faults = [...graph.subjects()].flatMap((node) => findFaults(graph, node));
  const warnings: DatasetFinding[] = [];
  for (const { node, rule, code, term } of faults) {
    const path = pathOf(dataset, node, nameOf(rule.name));
    if (code === "VALUE_MISSING" && told.has(path)) continue;
    warnings.push({ path, code, severity: "warning", ...(term === undefined ? {} : { value: shownTerm(term) }) });
  }
  if (!statesAccess(graph, dataset))
    warnings.push({ path: "dct:accessRights", code: "ACCESS_UNSTATED", severity: "warning" });
  warnings.push(...checkDates(graph, dataset), ...checkAddresses(graph, dataset), ...checkTexts(dataset, graph.all()));
  return [...refused, ...warnings];
}
