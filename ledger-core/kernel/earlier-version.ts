/** Earlier versions of actions: the same act, by the body that it had then, with everything that has grown since left empty. */
import type { RecordShape, Schema, Shape } from "#ledger-core/contract/schema/schema.ts";
import { neutralValue } from "#ledger-core/contract/schema/schema.ts";
import { anyAction } from "./module.ts";
import type { Action, AnyAction } from "./module.ts";

/** Version 1 of an action whose body only had fields appended and whose rules are the same. */
export function firstVersion<Body, First>(action: Action<Body>, first: Schema<First>): AnyAction {
  const grown = (body: unknown): Body => complete(action.body, body) as Body;
  return anyAction<unknown>({
    ...action,
    version: 1,
    body: first as Schema<unknown>,
    subject: (body, rows, actor) => action.subject(grown(body), rows, actor),
    run: (context, body) => action.run(context, grown(body)),
  });
}

/** A value of an earlier form of the shape, with neutral values in the fields that it lacks. */
function complete(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case "integer":
    case "bytes":
    case "text":
    case "choice":
      return value;
    case "optional":
      return value === undefined ? undefined : complete(shape.of, value);
    case "list":
      return (value as readonly unknown[]).map((item) => complete(shape.of, item));
    case "record":
      return completeFields(shape, value as Readonly<Record<string, unknown>>);
    case "union": {
      const { kind, ...fields } = value as Readonly<Record<string, unknown>>;
      const variant = shape.variants.find(([name]) => name === kind);
      return variant === undefined ? value : { kind, ...completeFields(variant[1], fields) };
    }
  }
}

function completeFields(shape: RecordShape, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [name, field] of shape.fields)
    whole[name] = name in value ? complete(field, value[name]) : neutralValue(field);
  return whole;
}
