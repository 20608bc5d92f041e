import { themeQuartz } from "ag-grid-community";
import { fontFamily, sizes } from "#renderer/shared/theme/tokens.ts";

/** The grid in the console's look. Colours are the CSS variables, so one theme serves both light and dark. */
export const gridTheme = themeQuartz.withParams({
  fontFamily,
  fontSize: 13,
  headerFontSize: 12,
  headerFontWeight: 400,
  rowHeight: sizes.rowStandard,
  headerHeight: sizes.tableHeaderHeight,
  cellHorizontalPadding: 8,
  backgroundColor: "var(--surface)",
  foregroundColor: "var(--text-2)",
  headerTextColor: "var(--text-3)",
  headerBackgroundColor: "var(--surface)",
  accentColor: "var(--accent)",
  borderColor: "var(--line)",
  rowHoverColor: "var(--hover)",
  selectedRowBackgroundColor: "var(--selected)",
  oddRowBackgroundColor: "var(--surface)",
  columnBorder: false,
  headerColumnBorder: false,
  headerColumnResizeHandleColor: "transparent",
  rowBorder: { style: "solid", width: 1, color: "var(--line)" },
  wrapperBorder: false,
  wrapperBorderRadius: sizes.radiusPanel,
});
