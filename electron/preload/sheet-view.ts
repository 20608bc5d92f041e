import type { Language, Sheet, SheetTrouble, SheetWords } from "./messages.ts";

/** A sheet that opens under a pointer or a key that is already down must not take that for its answer. */
export const acceptDelayMs = 700;

export type SheetAnswer = { readonly passphrase: string | undefined; readonly keep: boolean };

type Handlers = {
  /** Gives what stood in the way; undefined where the answer was taken and the sheet is about to go. */
  readonly onAccept: (answer: SheetAnswer) => Promise<SheetTrouble | undefined>;
  readonly onCancel: () => void;
};

type State = { language: Language; trouble: SheetTrouble | undefined; isWorking: boolean; isRipe: boolean };

/** Shows a sheet in the page and waits for the person. Texts are set as text, whatever they hold. */
export function showSheet(sheet: Sheet, { onAccept, onCancel }: Handlers): void {
  const parts = findParts();
  const state: State = { language: sheet.language, trouble: undefined, isWorking: false, isRipe: false };
  const draw = (): void => drawSheet(parts, sheet, state);
  const accept = async (): Promise<void> => {
    const isAllowed = state.isRipe && !state.isWorking && state.trouble?.isFinal !== true;
    const asked = asksOf(sheet, state);
    if (!isAllowed || (asked === "passphrase" && parts.passphrase.value === "")) return;
    state.isWorking = true;
    draw();
    const passphrase = asked === "passphrase" ? parts.passphrase.value : undefined;
    parts.passphrase.value = "";
    const trouble = await onAccept({ passphrase, keep: parts.keep.checked });
    if (trouble === undefined) return;
    state.trouble = trouble;
    state.isWorking = false;
    draw();
    focusFirst(parts, asksOf(sheet, state), trouble.isFinal);
  };
  parts.form.addEventListener("submit", (event) => {
    event.preventDefault();
    void accept();
  });
  parts.cancel.addEventListener("click", onCancel);
  parts.language.addEventListener("click", () => {
    state.language = state.language === "zh" ? "en" : "zh";
    draw();
  });
  parts.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !state.isWorking) onCancel();
    if (event.key === "Enter" && event.repeat) event.preventDefault();
  });
  parts.form.hidden = false;
  draw();
  setTimeout(() => {
    state.isRipe = true;
    draw();
    focusFirst(parts, sheet.asks, false);
  }, acceptDelayMs);
  if (sheet.asks === "passphrase") parts.passphrase.focus();
}

function asksOf(sheet: Sheet, state: State): "passphrase" | "click" {
  return state.trouble?.asks ?? sheet.asks;
}

function focusFirst(parts: Parts, asks: "passphrase" | "click", isFinal: boolean): void {
  if (isFinal) parts.cancel.focus();
  else if (asks === "passphrase") parts.passphrase.focus();
  else parts.accept.focus();
}

function drawSheet(parts: Parts, sheet: Sheet, state: State): void {
  const words = sheet.words[state.language];
  const { trouble, isWorking, isRipe } = state;
  const isFinal = trouble?.isFinal === true;
  const asksPassphrase = asksOf(sheet, state) === "passphrase" && !isFinal;
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = words.title;
  drawWords(parts, words);
  parts.signer.hidden = words.signer === "";
  parts.secret.hidden = !asksPassphrase;
  parts.keepRow.hidden = !sheet.offersKeeping;
  parts.keepHint.hidden = !sheet.offersKeeping;
  const told = trouble?.words[state.language];
  parts.trouble.textContent =
    told === undefined ? "" : [told.cause, told.next].join(state.language === "zh" ? "" : " ");
  parts.passphrase.disabled = isWorking;
  parts.keep.disabled = isWorking;
  parts.accept.hidden = isFinal;
  parts.accept.disabled = !isRipe || isWorking;
  parts.accept.textContent = isWorking ? words.working : words.accept;
  parts.cancel.textContent = isFinal ? words.close : words.cancel;
  // What is being sealed can no longer be stopped, so the sheet stays until the node has answered.
  parts.cancel.disabled = isWorking;
}

function drawWords(parts: Parts, words: SheetWords): void {
  parts.title.textContent = words.title;
  parts.language.textContent = words.other;
  parts.signer.textContent = words.signer;
  parts.passphraseLabel.textContent = words.passphrase;
  parts.keepLabel.textContent = words.keep;
  parts.keepHint.textContent = words.keepHint;
  parts.sentence.replaceChildren(
    ...words.sentence.map(({ text, strong }) => {
      const part = document.createElement(strong ? "strong" : "span");
      part.textContent = text;
      return part;
    }),
  );
}

type Parts = ReturnType<typeof findParts>;

function findParts() {
  return {
    form: find("sheet", HTMLFormElement),
    title: find("title", HTMLElement),
    language: find("language", HTMLButtonElement),
    sentence: find("sentence", HTMLElement),
    signer: find("signer", HTMLElement),
    secret: find("secret", HTMLElement),
    passphraseLabel: find("passphrase-label", HTMLElement),
    passphrase: find("passphrase", HTMLInputElement),
    keepRow: find("keep-row", HTMLElement),
    keep: find("keep", HTMLInputElement),
    keepLabel: find("keep-label", HTMLElement),
    keepHint: find("keep-hint", HTMLElement),
    trouble: find("trouble", HTMLElement),
    cancel: find("cancel", HTMLButtonElement),
    accept: find("accept", HTMLButtonElement),
  };
}

function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`the sheet has no #${id}`);
  return found;
}
