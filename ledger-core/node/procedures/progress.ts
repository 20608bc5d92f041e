/** Telling a window how far something is that takes its time. */

/** Progress is told at most so often. */
const PROGRESS_INTERVAL_MS = 200;

/** Says `latest` at once and again and again until the work has ended, well or badly; its outcome is for the caller to await. */
export async function* whileRunning<Event>(work: Promise<unknown>, latest: () => Event): AsyncGenerator<Event> {
  let isRunning = true;
  // A failure is kept from nobody: it is thrown where the caller awaits the work, or nobody waits for it any more.
  const ended = work.catch(() => undefined).finally(() => (isRunning = false));
  while (isRunning) {
    yield latest();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, PROGRESS_INTERVAL_MS))]);
  }
}
