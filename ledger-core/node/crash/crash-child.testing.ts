/**
 * A node in a process of its own, under load until it is killed: `node crash-child.testing.ts LEDGER RECORDS SEED`. It has loaded its
 * program before its life begins, with a line `ROUND DAY` on standard input, and does not outlive whoever holds that open.
 */
import { once } from "node:events";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { openLedger, readLedger } from "#ledger-core/node/open-ledger.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { CrashCity, say } from "./crash-city.testing.ts";
import { liveInTheCity } from "./crash-clients.testing.ts";
import { Notebook, readPromised } from "./promises.testing.ts";

const [folder = "", records = "", seed = ""] = process.argv.slice(2);
process.stdin.setEncoding("utf8").once("end", () => process.exit(0));
const [line] = (await once(process.stdin, "data")) as [string];
const [roundText = "", day = ""] = line.trim().split(" ");
const round = Number(roundText);
const random = new Random(Number(seed) * 1_009 + round);

const before = readLedger({ folder });
const clock = new TestClock(before.reader.head()?.time ?? 0);
before.close();
const notebook = new Notebook(records, round);
const earlier = [round - 2, round - 1].flatMap((other) => readPromised(records, other).intents);
say("opening");
const ledger = openLedger({ folder, clock });
const failure = ledger.projectionFailure();
if (failure !== undefined) throw failure;
if (ledger.reader.projectedSize() !== ledger.reader.head()?.size) throw new Error("open, and search is behind the log");
say("open");
const city = new CrashCity({ ledger, clock, random, round, notebook, earlier });
await liveInTheCity(city, day);
