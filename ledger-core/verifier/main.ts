/** The one-file verifier: its build puts this program and its style into one page. */
import { Page } from "./page.ts";
import "./tokens.css";
import "./page.css";
import "./findings.css";

const isChinese = /^zh\b/i.test(navigator.language);
new Page(isChinese ? "zh" : "en");
