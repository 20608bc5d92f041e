/** Elements of the page. Every text goes in as a text node: nothing that a stranger wrote is ever read as markup. */

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with attributes (`true` is an empty one, `false` and undefined are left out) and children; a text becomes a text node. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) target.setAttribute(name, value === true ? "" : value);
}

/** Control characters, and marks that turn the direction of a line or break it. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A stranger's text as it can be put into a sentence: within an isolate of its own, without marks that nobody sees. */
export function foreign(text: string): string {
  return `\u2068${visible(text)}\u2069`;
}

/** A stranger's text of many lines with what nobody sees made visible, line breaks kept. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (mark) => (mark === "\n" ? mark : "\ufffd"));
}

const SVG = "http://www.w3.org/2000/svg";

/** Shapes that carry a state by themselves, before any colour: a tick, a filled core, a cross, a dash. */
const SHAPES = {
  holds: "M4.5 8.2 7 10.7l4.6-5",
  vouched: "M6 6h4v4H6z",
  fails: "M5 5l6 6M11 5l-6 6",
  notRun: "M5 8h6",
} as const;
export type MarkState = keyof typeof SHAPES;

/** The mark of a check or a verdict; what it says stands beside it in words. */
export function mark(state: MarkState, size: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const sides = { width: String(size), height: String(size), viewBox: "0 0 16 16" };
  setAttributes(svg, { class: `mark ${state}`, "aria-hidden": "true", ...sides });
  const box = document.createElementNS(SVG, "rect");
  setAttributes(box, { x: "1", y: "1", width: "14", height: "14", rx: "3" });
  const shape = document.createElementNS(SVG, "path");
  setAttributes(shape, { d: SHAPES[state] });
  svg.append(box, shape);
  return svg;
}
