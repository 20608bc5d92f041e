/** The forms of the catalogue, each loaded when it is first opened: whoever only reads a page does not wait for them. */

function later<Given extends readonly unknown[]>(load: () => Promise<(...given: Given) => void>) {
  return (...given: Given): void => void load().then((open) => open(...given));
}

export const openAcceptForm = later(async () => (await import("./user-terms-forms.tsx")).openAcceptForm);
export const openContestForm = later(async () => (await import("./contest-form.tsx")).openContestForm);
export const openCounterOfferForm = later(async () => (await import("./owner-terms-forms.tsx")).openCounterOfferForm);
export const openCounterRequestForm = later(
  async () => (await import("./user-terms-forms.tsx")).openCounterRequestForm,
);
export const openExportForm = later(async () => (await import("./export-form.tsx")).openExportForm);
export const openFulfilForm = later(async () => (await import("./user-terms-forms.tsx")).openFulfilForm);
export const openOfferAgreementForm = later(
  async () => (await import("./owner-terms-forms.tsx")).openOfferAgreementForm,
);
export const openOfferForm = later(async () => (await import("./offer-form.tsx")).openOfferForm);
export const openReasonForm = later(async () => (await import("./reason-form.tsx")).openReasonForm);
export const openRequestForm = later(async () => (await import("./request-form.tsx")).openRequestForm);
export const openUploadForm = later(async () => (await import("./upload-form.tsx")).openUploadForm);
export const openUseForm = later(async () => (await import("./use-form.tsx")).openUseForm);
