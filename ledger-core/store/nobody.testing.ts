/** Whom the rights of files bind: nobody in particular, where it is root who runs the tests. */
const NOBODY = 65_534;

/** As whom a process is started that may not write wherever it likes; nobody needs a way to what it is given, which is opened to others. */
export const BOUND_BY_RIGHTS: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
