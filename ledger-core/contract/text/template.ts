/**
 * Sentences with places to fill, and what stands out in them. The language of a template: `{name}` is a value,
 * `{count|day|days}` one of two words by a number, `**words**` stands out, `[words {name}]` is left out while a value in it is
 * missing, and `[words {name}|other words]` gives way to the other words then. A value is never read as a template.
 */
export type Language = "zh" | "en";

/** A piece of a sentence; `strong` for what the reader must not miss. */
export type SentencePart = { readonly text: string; readonly strong: boolean };

/** What may stand in a place: a number (grouped by thousands), a word, or parts that keep what stands out in them. */
export type TemplateValue = string | number | readonly SentencePart[] | undefined;
export type TemplateValues = Readonly<Record<string, TemplateValue>>;

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly words: readonly [string, string] | undefined }
  | { readonly kind: "strong" }
  | { readonly kind: "optional"; readonly nodes: readonly Node[]; readonly otherwise: readonly Node[] };

/** The parts of a filled template. Empty words and missing values leave their optional words out; elsewhere they leave a dash. */
export function fillTemplate(language: Language, template: string, values: TemplateValues): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  render(parseTemplate(template), values, { parts, strong: false });
  return joinParts(language, parts);
}

/**
 * The names of the values that a template asks for.
 *
 * @internal The test of the texts holds them against what both languages name.
 */
export function namesInTemplate(template: string): readonly string[] {
  const names = (nodes: readonly Node[]): readonly string[] =>
    nodes.flatMap((node) => {
      if (node.kind === "value") return [node.name];
      return node.kind === "optional" ? [...names(node.nodes), ...names(node.otherwise)] : [];
    });
  return [...new Set(names(parseTemplate(template)))];
}

/** The words of parts, without what stands out. */
export function plainText(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.text).join("");
}

/** A part that stands out. */
export function strong(text: string): SentencePart {
  return { text, strong: true };
}

/** A part that does not. */
export function plain(text: string): SentencePart {
  return { text, strong: false };
}

/** `5,000` for 5000. */
export function groupDigits(value: number): string {
  return String(value)
    .replace(/\B(?=(\d{3})+$)/g, ",")
    .replace("-", "\u2212");
}

/**
 * Parts one after the other as the language writes them: in Chinese one space between Han and Latin or digits where two parts
 * meet, and none anywhere else. Neighbours of one strength become one part.
 */
export function joinParts(language: Language, parts: readonly SentencePart[]): readonly SentencePart[] {
  const joined: SentencePart[] = [];
  for (const part of parts) {
    if (part.text === "") continue;
    const last = joined.at(-1);
    const gap = language === "zh" && last !== undefined && needsGap(last.text, part.text) ? " " : "";
    if (last === undefined) joined.push(part);
    else if (last.strong === part.strong) joined[joined.length - 1] = { ...last, text: last.text + gap + part.text };
    else if (last.strong) joined.push({ ...part, text: gap + part.text });
    else joined.splice(-1, 1, { ...last, text: last.text + gap }, part);
  }
  return joined;
}

const HAN = /\p{Script=Han}/u;
const LATIN = /[\p{Script=Latin}\p{Nd}]/u;

function needsGap(before: string, after: string): boolean {
  const left = [...before.slice(-2)].at(-1) ?? "";
  const right = [...after.slice(0, 2)][0] ?? "";
  return (HAN.test(left) && LATIN.test(right)) || (LATIN.test(left) && HAN.test(right));
}

/** Marks that turn or hide text, and line breaks: in a sentence that a person signs they show as what they are. */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]/gu;

function shown(value: string): string {
  return value.replace(/[\r\n\t]+/g, " ").replace(HIDDEN, "\ufffd");
}

type Output = { readonly parts: SentencePart[]; strong: boolean };

function render(nodes: readonly Node[], values: TemplateValues, output: Output): void {
  for (const node of nodes) {
    if (node.kind === "strong") output.strong = !output.strong;
    else if (node.kind === "text") output.parts.push({ text: node.text, strong: output.strong });
    else if (node.kind === "optional")
      render(isFilled(node.nodes, values) ? node.nodes : node.otherwise, values, output);
    else output.parts.push(...valueParts(node, values[node.name], output.strong));
  }
}

function valueParts(
  node: Extract<Node, { kind: "value" }>,
  value: TemplateValue,
  isStrong: boolean,
): readonly SentencePart[] {
  if (node.words !== undefined) return [{ text: value === 1 ? node.words[0] : node.words[1], strong: isStrong }];
  if (isMissing(value)) return [{ text: "\u2014", strong: isStrong }];
  if (typeof value === "number") return [{ text: groupDigits(value), strong: isStrong }];
  if (typeof value === "string") return [{ text: shown(value), strong: isStrong }];
  return value.map((part) => ({ text: shown(part.text), strong: isStrong || part.strong }));
}

function isFilled(nodes: readonly Node[], values: TemplateValues): boolean {
  return nodes.every((node) => node.kind !== "value" || !isMissing(values[node.name]));
}

function isMissing(value: TemplateValue): value is undefined {
  return value === undefined || (typeof value === "object" ? value.every((part) => part.text === "") : value === "");
}

const TOKEN = /\*\*|\[|\]|\||\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

function parseTemplate(template: string): readonly Node[] {
  const nodes: Node[] = [];
  let into = nodes;
  let optional: { nodes: Node[]; otherwise: Node[] } | undefined;
  let end = 0;
  const addText = (text: string): void => {
    if (text !== "") into.push({ kind: "text", text });
  };
  for (const match of template.matchAll(TOKEN)) {
    addText(template.slice(end, match.index));
    end = match.index + match[0].length;
    const [token, name, one, other] = match;
    if (name !== undefined) {
      into.push({ kind: "value", name, words: one === undefined || other === undefined ? undefined : [one, other] });
    } else if (token === "**") into.push({ kind: "strong" });
    else if (token === "[" && optional === undefined) {
      optional = { nodes: [], otherwise: [] };
      into = optional.nodes;
    } else if (token === "|" && optional !== undefined) into = optional.otherwise;
    else if (token === "]" && optional !== undefined) {
      nodes.push({ kind: "optional", ...optional });
      optional = undefined;
      into = nodes;
    } else addText(token);
  }
  addText(template.slice(end));
  return nodes;
}
