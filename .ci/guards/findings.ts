/** What a guard of this folder found: where, and a sentence that says what is wrong and what to do. */
export type Finding = { readonly file: string; readonly message: string };
