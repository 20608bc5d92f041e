/** Numbers by which the catalogue judges: proposed by the design, decided by the consortium. */
import { setParameterBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { PARAMETERS } from "#ledger-core/contract/schema/catalog.ts";
import type { Parameter } from "#ledger-core/contract/schema/catalog.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction } from "#ledger-core/kernel/module.ts";
import { all, functionSeat, need, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { parameterTable } from "./tables.ts";

/** What holds until the consortium has signed something else. Source: the recommended values of the design. */
const DEFAULTS: Readonly<Record<Parameter, number>> = {
  "overdue-percent": 125,
  "likeness-percent": 80,
  "denied-per-day": 5,
};

/** The value of a parameter as the ledger has it. */
export function parameterOf(rows: Rows, name: Parameter): number {
  return rows.get(parameterTable, placeOf(name))?.value ?? DEFAULTS[name];
}

function placeOf(name: Parameter): number {
  return PARAMETERS.indexOf(name) + 1;
}

const setParameter = action({
  kind: "catalog.set-parameter",
  body: setParameterBody,
  policy: withFoundingCase([need([all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"]))])]),
  subject: (body) => ({
    parties: {},
    facts: {},
    record: { table: parameterTable as AnyTable, key: placeOf(body.parameter.name) },
  }),
  run(context, body) {
    if (body.reason === "") return refuse("REASON_MISSING");
    context.put(parameterTable, placeOf(body.parameter.name), body.parameter);
    return undefined;
  },
});

export const PARAMETER_ACTIONS: readonly AnyAction[] = [anyAction(setParameter)];
