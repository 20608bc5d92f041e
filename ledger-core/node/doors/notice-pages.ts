/** Pages that the browser door shows instead of the console, in both languages. */

type Notice = {
  readonly zh: readonly [title: string, text: string];
  readonly en: readonly [title: string, text: string];
};

/** For a browser that has not come by a ticket. */
export const startFromTerminal: Notice = {
  zh: [
    "请从终端里的网址打开",
    "这个浏览器还没有进入控制台的凭证。请打开启动控制台时终端里显示的网址；每个网址只能用一次。要在另一个浏览器里打开，请在终端再运行一次 ledger serve，取得新的网址。",
  ],
  en: [
    "Open the address from the terminal",
    "This browser has not been let in. Open the address that the terminal showed when the console was started; each address works once. For another browser, run ledger serve again in a terminal to get a new one.",
  ],
};

/** Where the windows have not been built yet. */
export const notBuilt: Notice = {
  zh: ["控制台界面还没有构建", "节点正在运行，但找不到界面文件。请在项目目录运行 npm start，它会先构建界面。"],
  en: [
    "The console has not been built",
    "The node is running, but the files of its windows are missing. Run npm start in the project's folder, which builds them first.",
  ],
};

/** A whole document; `nonce` lets its one style sheet through. */
export function noticePage(notice: Notice, nonce: string): string {
  const part = (lang: string, [title, text]: readonly [string, string]): string =>
    `<section lang="${lang}"><h1>${title}</h1><p>${text}</p></section>`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${notice.zh[0]} · ${notice.en[0]}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">
body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
p { margin: 0; }
</style>
</head>
<body><main>${part("zh-CN", notice.zh)}${part("en", notice.en)}</main></body>
</html>
`;
}
