/** The two pages of the shell, each with an origin of its own, so that neither can reach the other. */
export const appScheme = "app";

export const consoleHost = "console";
export const sheetHost = "sheet";

export const consolePage = `${appScheme}://${consoleHost}/`;
export const sheetPage = `${appScheme}://${sheetHost}/`;

/** True for the page itself, whatever follows its `#`. */
export function isPage(url: string, page: string): boolean {
  const mark = url.indexOf("#");
  return (mark < 0 ? url : url.slice(0, mark)) === page;
}
