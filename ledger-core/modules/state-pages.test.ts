/**
 * Each module's README has the states of its records, their only legal moves and who must sign for them, drawn from the module's own
 * declarations. `UPDATE=1` writes them anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plainText } from "#ledger-core/contract/text/template.ts";
import { policySentence } from "#ledger-core/contract/text/policy-sentence.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import type { Module, Move } from "#ledger-core/kernel/module.ts";
import { PROPOSAL_MOVES } from "#ledger-core/kernel/proposal-open.ts";
import { catalogModule } from "./catalog/catalog-module.ts";
import { consortiumModule } from "./consortium/consortium-module.ts";

const BEGIN = "<!-- states: begin -->";
const END = "<!-- states: end -->";
const CORE = join(import.meta.dirname, "..");

type Labelled = Move & { readonly by: string };

function page(module: Module, more: readonly Labelled[] = []): string {
  const moves: readonly Labelled[] = [
    ...module.actions.flatMap((action) => action.moves.map((move) => ({ ...move, by: action.kind }))),
    ...module.due.flatMap((due) => due.moves.map((move) => ({ ...move, by: `${due.name} (time)` }))),
    ...more,
  ];
  const tables = module.tables.filter((table) => table.state !== undefined).map((table) => table.name);
  const diagrams = tables.map((table) =>
    diagram(
      table,
      moves.filter((move) => move.table === table),
    ),
  );
  const rows = newestOf(module.actions).map((action) => {
    const signers = plainText(policySentence("en", { kind: action.kind, cases: action.policy }));
    return `| \`${action.kind}\` | ${signers} |`;
  });
  return [BEGIN, ...diagrams, "| action | who must sign at genesis |\n| --- | --- |\n" + rows.join("\n"), END].join(
    "\n\n",
  );
}

/** One action for each kind, in the place of the kind's first: the newest. Its moves are those of every version, for old entries made them. */
function newestOf(actions: Module["actions"]): Module["actions"] {
  const versions = Map.groupBy(actions, (action) => action.kind);
  return [...versions.values()].map((same) =>
    same.reduce((left, right) => (right.version > left.version ? right : left)),
  );
}

function diagram(table: string, moves: readonly Labelled[]): string {
  const lines = Map.groupBy(moves, (move) => `${move.from === "-" ? "[*]" : move.from} --> ${move.to}`);
  const drawn = [...lines].map(([arrow, by]) => `  ${arrow} : ${[...new Set(by.map((move) => move.by))].join(", ")}`);
  return [`### \`${table}\``, "", "```mermaid", "stateDiagram-v2", ...drawn, "```"].join("\n");
}

const PAGES: readonly (readonly [string, string])[] = [
  [
    "kernel/README.md",
    page(
      governanceModule,
      PROPOSAL_MOVES.map((move) => ({ ...move, by: "proposal.*" })),
    ),
  ],
  ["modules/consortium/README.md", page(consortiumModule)],
  ["modules/catalog/README.md", page(catalogModule)],
];

describe("the page of states of each module is the one that its declarations draw", () => {
  it.each(PAGES)("%s", (file, wanted) => {
    const path = join(CORE, file);
    const text = readFileSync(path, "utf8");
    const begin = text.indexOf(BEGIN);
    const end = text.indexOf(END);
    expect(begin).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(begin);
    if (process.env["UPDATE"] === "1") {
      writeFileSync(path, text.slice(0, begin) + wanted + text.slice(end + END.length));
      return;
    }
    expect(text.slice(begin, end + END.length)).toBe(wanted);
  });
});
