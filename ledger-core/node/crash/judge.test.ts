/** The judge of the crash test notices what it is there for: what clients were told is altered, or the log is, and it says so. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { copyOf, makeLittleLedger, tamper } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { Lives } from "./crash-driver.testing.ts";
import { Judge } from "./judge.testing.ts";
import { readPromised } from "./promises.testing.ts";
import type { Answer } from "./promises.testing.ts";

const records = mkdtempSync(join(tmpdir(), "judge-records-"));
let folder = "";
let founded = 0;
/** An act that was submitted once and sealed without a refusal. */
let sealed: Answer;
let refused: Answer;

beforeAll(async () => {
  const little = await makeLittleLedger();
  folder = little.folder;
  founded = little.city.ledger.entries.length;
  const lives = new Lives({ folder, records, seed: 7 });
  const life = await lives.live(0, { moment: "working", word: "told", count: 120, delayMs: 0 });
  lives.end();
  if (life.ownEnd !== undefined) throw new Error(life.ownEnd);
  const { intents, answers } = readPromised(records, 0);
  const once = answers.filter(({ id }) => intents.filter((intent) => intent.id === id).length === 1);
  sealed = found(once, ({ state }) => state === "executed");
  refused = found(once, ({ state }) => state === "refused");
}, 60_000);
afterAll(() => rmSync(records, { recursive: true, force: true }));

function found(answers: readonly Answer[], wanted: (answer: Answer) => boolean): Answer {
  const answer = answers.find(wanted);
  if (answer === undefined) throw new Error("the life was too short");
  return answer;
}

/** What the judge says of a ledger and of the files in which its clients wrote. */
function faults(ledger: string, files = records): string {
  const judge = new Judge(ledger, founded);
  try {
    return judge.check(readPromised(files, 0)).faults.join("\n");
  } finally {
    judge.close();
  }
}

/** A copy of the files, to be altered. */
function copyOfRecords(): { readonly files: string; readonly intents: string; readonly answers: string } {
  const files = mkdtempSync(join(tmpdir(), "judge-altered-"));
  onTestFinished(() => rmSync(files, { recursive: true, force: true }));
  cpSync(records, files, { recursive: true });
  return { files, intents: join(files, "0-intents"), answers: join(files, "0-answers") };
}

function withAnswer(answer: Answer): string {
  const { files, answers } = copyOfRecords();
  appendFileSync(answers, `${JSON.stringify(answer)}\n`);
  return faults(folder, files);
}

it("finds nothing in what is as it was promised, and takes no line for whole that was cut off", () => {
  expect(faults(folder)).toBe("");
  const { files, answers } = copyOfRecords();
  appendFileSync(answers, '{"id":"00');
  expect(faults(folder, files)).toBe("");
});

it("notices an acknowledged act that is missing", () => {
  const id = "ab".repeat(32);
  expect(withAnswer({ ...sealed, id })).toBe(
    `act ${id}, which was acknowledged as executed at ${sealed.index}, is missing`,
  );
  expect(withAnswer({ ...sealed, id, state: "turned-away", code: "ALREADY_SEEN" })).toContain("is missing");
});

it("notices an act that was acknowledged at two places, or with another outcome", () => {
  expect(withAnswer({ ...sealed, index: sealed.index + 1 })).toContain(`is executed at ${sealed.index}`);
  expect(withAnswer({ ...sealed, state: "refused", code: "NOT_ENTITLED" })).toContain("acknowledged as refused");
});

it("notices an act that was turned away and is there, and one that nobody submitted", () => {
  const { files, intents, answers } = copyOfRecords();
  const turnedAway: Answer = { id: sealed.id, state: "turned-away", code: "EXPIRED", index: -1, height: -1 };
  const told = JSON.stringify(sealed);
  writeFileSync(answers, readFileSync(answers, "utf8").replace(told, JSON.stringify(turnedAway)));
  expect(faults(folder, files)).toContain(`act ${sealed.id}, which was turned away, stands at ${sealed.index}`);
  for (const file of [intents, answers]) {
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.filter((line) => !line.includes(sealed.id)).join("\n"));
  }
  expect(faults(folder, files)).toBe(`entry ${sealed.index} was never submitted`);
});

it("notices an entry that is doubled, one that is gone, and a refusal that changed something", () => {
  const doubled = copyOf(folder);
  const copied = "SELECT bytes FROM log_entry WHERE place = ?";
  tamper(doubled, (connection) =>
    connection.prepare(`UPDATE log_entry SET bytes = (${copied}) WHERE place = ?`).run(sealed.index, refused.index),
  );
  const [first, second] = [sealed.index, refused.index].toSorted((a, b) => a - b);
  expect(faults(doubled)).toContain(`act ${sealed.id} is doubled: entries ${first} and ${second}`);
  const gone = copyOf(folder);
  tamper(gone, (connection) => connection.prepare("DELETE FROM log_entry WHERE place = ?").run(sealed.index));
  expect(faults(gone)).toContain(`act ${sealed.id}, which was acknowledged as executed at ${sealed.index}, is missing`);
  const changed = copyOf(folder);
  const changes = "SELECT changes FROM log_entry WHERE place = ?";
  tamper(changed, (connection) =>
    connection.prepare(`UPDATE log_entry SET changes = (${changes}) WHERE place = ?`).run(sealed.index, refused.index),
  );
  expect(faults(changed)).toContain(`entry ${refused.index} was refused and has changed rows`);
});

it("notices a row that is not what the blocks come to", () => {
  const altered = copyOf(folder);
  tamper(altered, (connection) => connection.prepare("UPDATE kernel_member SET name = 'Another' WHERE key = 1").run());
  expect(faults(altered)).toMatch(/^kernel\.member 1: .+$/);
});

it("notices content that a row names and that is not held", () => {
  const emptied = copyOf(folder);
  rmSync(join(emptied, "blobs"), { recursive: true });
  expect(faults(emptied)).toMatch(/the kept of catalog_dataset \d+ is not held/);
});
