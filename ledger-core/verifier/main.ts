/** The one-file verifier: its build puts this program, its style and the forms of bodies and rows into one page. */
import { createForms } from "#ledger-core/proof/forms.ts";
import type { FormsData } from "#ledger-core/proof/forms.ts";
import { Page } from "./page.ts";
import "./tokens.css";
import "./page.css";
import "./findings.css";

// The build writes this text from the very types that it is read as.
const data = JSON.parse(document.getElementById("forms")?.textContent ?? "") as FormsData;
const isChinese = /^zh\b/i.test(navigator.language);
new Page(createForms(data), isChinese ? "zh" : "en");
