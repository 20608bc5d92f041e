/** How much of a sheet is read. Sizes in bytes are of UTF-8. */

/** Longest file of the national sheet, packed as it comes. */
export const SHEET_FILE_BYTES_MAX = 64 * 1024 * 1024;

export type SheetLimits = {
  /** One part of a workbook, and all that are read of it, unpacked: 40,000 rows of 24 filled cells are about 40 MB of XML. */
  readonly partBytesMax: number;
  readonly workbookBytesMax: number;
  readonly partsMax: number;
  /** Filled cells of a workbook; each costs about 100 bytes of memory. */
  readonly cellsMax: number;
  /** Places of all sheets up to the last row and column of each, filled or not; the reader makes room for all, at about 20 bytes. */
  readonly placesMax: number;
  readonly sheetsMax: number;
  /** Place of the last filled row and column. Real sheets have some 30 columns; Excel ends at row 1,048,576. */
  readonly rowsMax: number;
  readonly columnsMax: number;
  /** Cells of one line of a text, empty ones among them: as many as a spreadsheet program has columns. */
  readonly lineCellsMax: number;
  /** Cells that merged ranges cover. */
  readonly mergedCellsMax: number;
  readonly datasetsMax: number;
  /** Everything kept of a dataset travels with one action, in one blob. */
  readonly datasetCharactersMax: number;
  /** Titles, headings and further sheets, which travel with every dataset. */
  readonly layoutCharactersMax: number;
  // From here on: what the ledger's description takes, which a test compares. Summary, condition, basis and rules are shortened in the
  // record and kept whole; anything else that is longer refuses the dataset.
  readonly codeBytesMax: number;
  readonly titleBytesMax: number;
  readonly publisherBytesMax: number;
  readonly providerCodeBytesMax: number;
  readonly summaryBytesMax: number;
  readonly formatBytesMax: number;
  readonly classificationBytesMax: number;
  readonly conditionBytesMax: number;
  readonly methodBytesMax: number;
  readonly basisBytesMax: number;
  readonly cycleBytesMax: number;
  readonly licenceBytesMax: number;
  readonly itemsMax: number;
  readonly itemNameBytesMax: number;
  readonly itemTypeBytesMax: number;
  readonly itemCodeBytesMax: number;
  readonly itemRuleBytesMax: number;
  readonly relatedMax: number;
  readonly relatedBytesMax: number;
  readonly keywordsMax: number;
  readonly keywordBytesMax: number;
  /** What a person reads of one dataset, and of one file. */
  readonly findingsPerDatasetMax: number;
  readonly findingsMax: number;
};

export const SHEET_LIMITS: SheetLimits = {
  partBytesMax: 64 * 1024 * 1024,
  workbookBytesMax: 96 * 1024 * 1024,
  partsMax: 10_000,
  cellsMax: 2_000_000,
  placesMax: 10_000_000,
  sheetsMax: 100,
  rowsMax: 200_000,
  columnsMax: 512,
  lineCellsMax: 16_384,
  mergedCellsMax: 1_000_000,
  datasetsMax: 100_000,
  datasetCharactersMax: 256 * 1024,
  layoutCharactersMax: 16 * 1024,
  codeBytesMax: 512,
  titleBytesMax: 2_000,
  publisherBytesMax: 600,
  providerCodeBytesMax: 64,
  summaryBytesMax: 60_000,
  formatBytesMax: 200,
  classificationBytesMax: 400,
  conditionBytesMax: 4_000,
  methodBytesMax: 400,
  basisBytesMax: 2_000,
  cycleBytesMax: 100,
  licenceBytesMax: 400,
  itemsMax: 2_000,
  itemNameBytesMax: 200,
  itemTypeBytesMax: 100,
  itemCodeBytesMax: 100,
  itemRuleBytesMax: 400,
  relatedMax: 200,
  relatedBytesMax: 512,
  keywordsMax: 1_000,
  keywordBytesMax: 400,
  findingsPerDatasetMax: 20,
  findingsMax: 20_000,
};
