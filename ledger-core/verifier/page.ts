/** The page: what is put in at the top, what was found below. It keeps no state beyond its own elements and reads nothing by itself. */
import type { CheckLanguage } from "#ledger-core/proof/check-text.ts";
import { checkGiven } from "./check-given.ts";
import type { Verdict } from "./check-given.ts";
import { element, mark } from "./elements.ts";
import { filesOfDrop, filesOfInput, GIVEN_FILES_MAX, joinGiven, NOTHING_GIVEN } from "./given-files.ts";
import type { Given } from "./given-files.ts";
import { proofCard } from "./proof-card.ts";
import { say } from "./words.ts";
import type { Word } from "./words.ts";

const LANGUAGES = [
  { language: "zh", tag: "zh-CN", name: "中文" },
  { language: "en", tag: "en", name: "English" },
] as const;

/** Time without a keystroke after which keys that are being typed are used. */
const TYPING_MS = 300;

export class Page {
  readonly #texts: (() => void)[] = [];
  readonly #status = element("div", { id: "status", role: "status" });
  readonly #results = element("div", { id: "results" });
  readonly #keys = element("textarea", { id: "keys", rows: "2", spellcheck: "false", autocomplete: "off", dir: "ltr" });
  readonly #olderInput = element("input", { id: "older", type: "file", class: "away" });
  readonly #startOver = element("button", { type: "button", id: "start-over", hidden: true });
  #language: CheckLanguage;
  #given: Given = NOTHING_GIVEN;
  #older: File | undefined;
  #verdicts: Verdict[] = [];
  #isChecking = false;
  #run = 0;
  #typing = 0;

  constructor(language: CheckLanguage) {
    this.#language = language;
    document.body.append(
      element("header", {}, this.#brand(), this.#languages()),
      element("main", {}, this.#intro(), this.#drop(), this.#doubt(), this.#status, this.#results, this.#limits()),
    );
    this.#listen();
    this.#speak();
  }

  #brand(): HTMLElement {
    return element("div", { class: "brand" }, mark("holds", 22), this.#text("h1", "title"));
  }

  #languages(): HTMLElement {
    const buttons = LANGUAGES.map(({ language, tag, name }) => {
      const button = element("button", { type: "button", lang: tag }, name);
      button.addEventListener("click", () => {
        this.#language = language;
        this.#speak();
      });
      this.#texts.push(() => button.setAttribute("aria-pressed", String(this.#language === language)));
      return button;
    });
    return element("div", { class: "languages" }, ...buttons);
  }

  #intro(): HTMLElement {
    return this.#text("p", "lead", { class: "lead" });
  }

  #drop(): HTMLElement {
    const files = element("input", { id: "files", type: "file", multiple: true, class: "away" });
    const folder = element("input", { id: "folder", type: "file", webkitdirectory: true, class: "away" });
    for (const input of [files, folder])
      input.addEventListener("change", () => {
        const given = filesOfInput(input.files ?? new DataTransfer().files);
        input.value = "";
        this.#give(given);
      });
    this.#startOver.addEventListener("click", () => {
      this.#given = NOTHING_GIVEN;
      void this.#check();
      files.focus();
    });
    this.#texts.push(() => (this.#startOver.textContent = say("startOver", this.#language)));
    return element(
      "section",
      { id: "drop" },
      this.#text("p", "drop", { class: "call" }),
      this.#text("p", "dropParts", { class: "hint" }),
      element(
        "div",
        { class: "row" },
        ...this.#chooser(files, "chooseFiles", "primary"),
        ...this.#chooser(folder, "chooseFolder"),
        this.#startOver,
      ),
    );
  }

  /** An input that looks like a button; it stays an input for the keyboard and for who listens. */
  #chooser(input: HTMLInputElement, word: Word, look = ""): readonly HTMLElement[] {
    return [input, this.#text("label", word, { for: input.id, class: `button ${look}` })];
  }

  #doubt(): HTMLElement {
    this.#keys.setAttribute("aria-describedby", "keys-hint");
    this.#olderInput.setAttribute("aria-describedby", "older-name older-hint");
    const name = element("bdi", { id: "older-name" });
    const remove = this.#text("button", "olderRemove", { type: "button" });
    this.#texts.push(() => {
      name.textContent = this.#older?.name ?? say("olderNone", this.#language);
      remove.hidden = this.#older === undefined;
    });
    const take = (file: File | undefined): void => {
      this.#older = file;
      this.#olderInput.value = "";
      this.#speak();
      void this.#check();
    };
    this.#olderInput.addEventListener("change", () => take(this.#olderInput.files?.[0]));
    remove.addEventListener("click", () => {
      take(undefined);
      this.#olderInput.focus();
    });
    return element(
      "section",
      { id: "doubt" },
      this.#text("h2", "doubt"),
      this.#text("label", "keys", { for: "keys", class: "label" }),
      this.#keys,
      this.#text("p", "keysHint", { id: "keys-hint", class: "hint" }),
      this.#text("p", "older", { class: "label" }),
      element("div", { class: "row" }, ...this.#chooser(this.#olderInput, "olderChoose"), name, remove),
      this.#text("p", "olderHint", { id: "older-hint", class: "hint" }),
    );
  }

  #limits(): HTMLElement {
    const words = ["limitJudge", "limitWhole", "limitPage"] as const;
    const list = element("ul", {}, ...words.map((word) => this.#text("li", word)));
    return element("section", { id: "limits" }, this.#text("h2", "limits"), list);
  }

  #text<Name extends "h1" | "h2" | "p" | "label" | "li" | "button">(
    name: Name,
    word: Word,
    attributes: Readonly<Record<string, string>> = {},
  ): HTMLElementTagNameMap[Name] {
    const made = element(name, attributes);
    this.#texts.push(() => (made.textContent = say(word, this.#language)));
    return made;
  }

  #listen(): void {
    this.#keys.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = window.setTimeout(() => void this.#check(), TYPING_MS);
    });
    // Anywhere on the page: a file that misses the area would otherwise replace the page.
    const zone = document.documentElement;
    const isOver = (over: boolean): void => void zone.classList.toggle("over", over);
    addEventListener("dragover", (event) => {
      event.preventDefault();
      isOver(true);
    });
    addEventListener("dragleave", (event) => isOver(event.relatedTarget !== null));
    addEventListener("drop", (event) => {
      event.preventDefault();
      isOver(false);
      const items = event.dataTransfer?.items;
      if (items !== undefined) void filesOfDrop(items).then((given) => this.#give(given));
    });
  }

  #give(given: Given): void {
    if (given.files.length === 0 && given.folders.length === 0) return;
    this.#given = joinGiven(this.#given, given);
    void this.#check();
  }

  /** Checks what is there now; an earlier round that is still going on ends without a word. */
  async #check(): Promise<void> {
    clearTimeout(this.#typing);
    const run = ++this.#run;
    const given = { ...this.#given, files: this.#given.files.slice(0, GIVEN_FILES_MAX) };
    const keys = this.#keys.value.split("\n").map((line) => line.trim());
    const older = this.#older === undefined ? undefined : { name: this.#older.name, file: this.#older };
    const verdicts: Verdict[] = [];
    this.#verdicts = verdicts;
    this.#isChecking = this.#isGiven();
    this.#show();
    if (!this.#isChecking) return;
    for await (const verdict of checkGiven(given, { keys: keys.filter((key) => key !== ""), older })) {
      if (run !== this.#run) return;
      verdicts.push(verdict);
    }
    if (run !== this.#run) return;
    this.#isChecking = false;
    this.#show();
  }

  #isGiven(): boolean {
    return this.#given.files.length > 0 || this.#given.folders.length > 0;
  }

  #speak(): void {
    document.documentElement.lang = LANGUAGES.find(({ language }) => language === this.#language)?.tag ?? "en";
    document.title = say("title", this.#language);
    for (const set of this.#texts) set();
    this.#show();
  }

  #show(): void {
    this.#startOver.hidden = !this.#isGiven();
    document.documentElement.dataset["state"] = this.#isChecking ? "checking" : "ready";
    this.#status.replaceChildren(...this.#statusLines());
    const isOne = this.#verdicts.length === 1;
    const cards = this.#isChecking ? [] : this.#verdicts;
    this.#results.replaceChildren(
      ...cards.map((verdict) => proofCard(verdict, this.#language, isOne || !verdict.valid)),
    );
  }

  #statusLines(): readonly Node[] {
    const language = this.#language;
    if (this.#isChecking) return [element("p", { class: "verdict checking" }, say("checking", language))];
    if (this.#verdicts.length === 0) return [];
    const isCut = this.#given.files.length > GIVEN_FILES_MAX;
    const failed = this.#verdicts.filter(({ valid }) => !valid).length;
    const isValid = failed === 0 && !isCut;
    const state = isValid ? "holds" : "fails";
    const lines = element("div", {}, element("p", { class: "headline" }, this.#headline({ failed, isCut })));
    if (isValid)
      lines.append(
        element("p", {}, say(this.#basisWord(), language), language === "en" ? " " : "", say("here", language)),
      );
    return [element("div", { class: `verdict ${state}`, "data-valid": String(isValid) }, mark(state, 28), lines)];
  }

  #headline({ failed, isCut }: { readonly failed: number; readonly isCut: boolean }): string {
    const language = this.#language;
    const [first] = this.#verdicts;
    const isOne = this.#verdicts.length === 1;
    if (isCut) return say("tooMany", language, { limit: GIVEN_FILES_MAX });
    const count = isOne ? (first?.checks.length ?? 0) : this.#verdicts.length;
    if (failed === 0) return say(isOne ? "validOne" : "validMany", language, { count });
    return say(isOne ? "invalidOne" : "invalidMany", language, { count, failed });
  }

  #basisWord(): Word {
    const codes = this.#verdicts.flatMap(({ checks }) => checks.map(({ code }) => code));
    if (codes.some((code) => code === "STATEMENT_NOT_SIGNED" || code === "STATEMENT_SIGNATURE_ABSENT"))
      return "basisMaker";
    if (codes.includes("CHECKPOINT_SELF_SIGNED")) return "basisSelf";
    return codes.includes("STATEMENT_SIGNED") ? "basisSigner" : "basisOwn";
  }
}
