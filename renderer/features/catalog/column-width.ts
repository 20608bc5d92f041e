const wideCharacterPx = 13;
const otherCharacterPx = 7.5;
const paddingPx = 28;
const headerPxMax = 190;
const least = 84;
const most = 320;

/** How wide a column of a previewed table is drawn: as its first cells need, with some of a long header left to its tooltip. */
export function columnWidthPx(header: string, cells: readonly string[]): number {
  const wanted = Math.max(Math.min(headerPxMax, widthOf(header)), ...cells.map(widthOf));
  return Math.round(Math.min(most, Math.max(least, wanted + paddingPx)));
}

function widthOf(text: string): number {
  let px = 0;
  for (const character of text) px += /[\u1100-\uffef]/u.test(character) ? wideCharacterPx : otherCharacterPx;
  return px;
}
