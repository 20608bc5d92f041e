import { expect, test } from "vitest";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { createRuleset, listRules } from "#ledger-core/kernel/ruleset.ts";
import { catalogModule } from "#ledger-core/modules/catalog/catalog-module.ts";
import { consortiumModule } from "#ledger-core/modules/consortium/consortium-module.ts";
import { fieldLabel, findChoiceLabel } from "./body-words.ts";

const rules = listRules(createRuleset([governanceModule, consortiumModule, catalogModule]));

/** The fields of a body as they are shown one by one: records inside it opened, terms of use whole. */
function fieldsOf(shape: Shape): readonly (readonly [string, Shape])[] {
  if (shape.kind !== "record") return [];
  return shape.fields.flatMap(([name, field]) => [
    [name, field] as const,
    ...(name === "policy" ? [] : fieldsOf(field)),
  ]);
}

test.each(["zh", "en"] as const)(
  "every field of every act has a name in %s, and so has every choice in it",
  (language) => {
    const unnamed = rules.flatMap(({ kind, body }) =>
      fieldsOf(body).flatMap(([name, field]) => {
        const choices = field.kind === "choice" ? field.values : [];
        const wordless = choices.filter((value) => findChoiceLabel(language, kind, name, value) === undefined);
        return [
          ...(fieldLabel(language, kind, name) === name ? [`${kind} ${name}`] : []),
          ...wordless.map((value) => `${kind} ${name} ${value}`),
        ];
      }),
    );
    expect(unnamed).toEqual([]);
  },
);

test("a field is named as its own act means it", () => {
  expect(fieldLabel("en", "catalog.use", "fingerprint")).toBe("Query fingerprint");
  expect(fieldLabel("en", "catalog.resolve", "contest")).toBe("Claim");
  expect(fieldLabel("zh", "consortium.set-calendar", "daysOff")).toBe("周一至周五的放假日");
});
