/**
 * Looks over an XML text before it is read: that its elements are closed, how deep they lie, and that it declares nothing. The reader of
 * RDF/XML takes a text that stops in the middle for a whole one, expands entities, and slows down with every open element.
 */

export type XmlFault = {
  readonly code: "XML_SYNTAX" | "FILE_CUT_SHORT" | "XML_DOCTYPE" | "TOO_DEEP";
  readonly line: number;
};

const NAME_END = /[\s/>]/g;

/** The first fault of the text; undefined where its elements are well-formed. Takes time linear in the text. */
export function findXmlFault(text: string, depthMax: number): XmlFault | undefined {
  const open: string[] = [];
  let roots = 0;
  let at = text.indexOf("<");
  const fault = (code: XmlFault["code"]): XmlFault => ({ code, line: lineOf(text, at < 0 ? text.length : at) });
  while (at >= 0) {
    const end = endOfMarkup(text, at);
    if (end === "doctype") return fault("XML_DOCTYPE");
    if (end === undefined) return fault("FILE_CUT_SHORT");
    const second = text[at + 1];
    if (second === "/") {
      const name = text.slice(at + 2, end - 1).trimEnd();
      if (open.pop() !== name) return fault("XML_SYNTAX");
    } else if (second !== "!" && second !== "?") {
      if (open.length === 0 && ++roots > 1) return fault("XML_SYNTAX");
      if (text[end - 2] !== "/") open.push(nameAt(text, at + 1));
      if (open.length > depthMax) return fault("TOO_DEEP");
    }
    at = text.indexOf("<", end);
  }
  if (open.length > 0) return fault("FILE_CUT_SHORT");
  return roots === 0 ? fault("XML_SYNTAX") : undefined;
}

/** Where the markup that begins here ends (the place behind its `>`). */
function endOfMarkup(text: string, at: number): number | "doctype" | undefined {
  if (text.startsWith("<!--", at)) return behind(text, "-->", at + 4);
  if (text.startsWith("<![CDATA[", at)) return behind(text, "]]>", at + 9);
  if (text.startsWith("<?", at)) return behind(text, "?>", at + 2);
  if (text.startsWith("<!", at)) return "doctype";
  let place = at + 1;
  for (;;) {
    const mark = text[place];
    if (mark === undefined) return undefined;
    if (mark === ">") return place + 1;
    if (mark === '"' || mark === "'") {
      const close = text.indexOf(mark, place + 1);
      if (close < 0) return undefined;
      place = close;
    }
    place++;
  }
}

function behind(text: string, mark: string, from: number): number | undefined {
  const found = text.indexOf(mark, from);
  return found < 0 ? undefined : found + mark.length;
}

function nameAt(text: string, from: number): string {
  NAME_END.lastIndex = from;
  return text.slice(from, NAME_END.exec(text)?.index ?? text.length);
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) line++;
  return line;
}
