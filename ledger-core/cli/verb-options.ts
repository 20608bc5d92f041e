/** Options as verbs declare them. */
import type { Option } from "./verb.ts";
import type { Words } from "./words.ts";

/** An option that takes a value; `value` is what usage calls it. */
export function text(value: string, about: Words): Option {
  return { type: "string", value, about };
}

/** An option that is there or not. */
export function flag(about: Words): Option {
  return { type: "boolean", about };
}

export const PERSON: Option = text("PERSON", {
  zh: "由谁签署；只有一人的密钥时可省略",
  en: "who signs; may be left out where only one person has a key here",
});
