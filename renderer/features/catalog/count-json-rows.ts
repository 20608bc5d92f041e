/**
 * Counts the records of a JSON file as its bytes pass by: the members of a list, or of the list of a GeoJSON feature collection; of a file
 * with a record on each line its lines. Says undefined for anything else, and for a file that ends in the middle.
 */
export function startJsonCount(): {
  readonly add: (piece: Uint8Array) => void;
  readonly rows: () => number | undefined;
} {
  /** Where the list lies whose members are counted: 1 for the file itself, 2 within its first object, 0 while none was found. */
  let listDepth = 0;
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  /** A member has begun since the last comma of the list. */
  let isMember = false;
  let members = 0;
  /** The last text at depth 1, as long as a name may be. */
  let name = "";
  let isWhole = false;
  let isBroken = false;
  /** Values that stand beside one another at the top: one on each line. */
  let values = 0;

  const endMember = (): void => {
    if (isMember) members += 1;
    isMember = false;
  };
  const open = (byte: number): void => {
    if (depth === 0) values += 1;
    const isList = byte === openBracket;
    if (isList && depth === 0 && values === 1) listDepth = 1;
    if (isList && depth === 1 && listDepth === 0 && name === "features") listDepth = 2;
    else if (depth === listDepth && depth > 0) isMember = true;
    depth += 1;
  };
  const close = (): void => {
    if (depth === listDepth && listDepth > 0 && !isWhole) {
      endMember();
      isWhole = true;
    }
    depth -= 1;
    if (depth < 0) isBroken = true;
  };
  const step = (byte: number): void => {
    if (isQuoted) {
      if (isEscaped) isEscaped = false;
      else if (byte === backslash) isEscaped = true;
      else if (byte === quote) isQuoted = false;
      else if (depth === 1 && name.length < nameCharactersMax) name += String.fromCharCode(byte);
      return;
    }
    if (byte === quote) {
      isQuoted = true;
      if (depth === 1) name = "";
    }
    if (byte === openBrace || byte === openBracket) open(byte);
    else if (byte === closeBrace || byte === closeBracket) close();
    else if (byte === comma && depth === listDepth && !isWhole) endMember();
    else if (byte > space && depth === listDepth && depth > 0 && !isWhole) isMember = true;
  };
  return {
    add: (piece) => {
      for (const byte of piece) step(byte);
    },
    rows: () => {
      if (isBroken || isQuoted || depth !== 0) return undefined;
      if (listDepth > 0) return values === 1 ? members : undefined;
      return values > 1 ? values : undefined;
    },
  };
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const space = 0x20;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const nameCharactersMax = 16;
