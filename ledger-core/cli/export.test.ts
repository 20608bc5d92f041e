/** An export that is stopped, what it says of itself, and what does not go with it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { run } from "#ledger-core/cli/verbs/export.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";
import { Output } from "./output.ts";
import { Options } from "./verb.ts";

const place = makeFolder();
beforeAll(async () => {
  await foundLedger(place.at("city"));
  writeFileSync(place.at("made.json"), bytesOf(madeCatalog(40)));
  const imported = await ledger(["import", place.at("city"), place.at("made.json")]);
  if (imported.code !== 0) throw new Error(imported.stderr);
});
afterAll(() => place.remove());

it("ends without a file or half of one", async () => {
  const before = readdirSync(place.folder);
  const stopping = new AbortController();
  const exporting = run({
    output: new Output("en", true),
    words: ["city", "catalog"],
    options: new Options({ output: "out.json", format: "dcat-ap" }),
    path: (typed) => place.at(typed),
    signal: stopping.signal,
  });
  // Whoever stops it is heard only where it lets others have their turn.
  setImmediate(() => stopping.abort(new Error("stopped")));
  await expect(exporting).rejects.toThrow("stopped");
  expect([existsSync(place.at("out.json")), readdirSync(place.folder)]).toEqual([false, before]);
});

type Exported = { readonly file: string; readonly checkpoint: string; readonly checkpointFile: string | null };

it("says with the file which checkpoint it is of, and where that lies beside it", async () => {
  const given = ["export", place.at("city"), "catalog", "--output", place.at("whole.json")];
  const { json } = await ledgerJson<Exported>(given);
  const { json: status } = await ledgerJson<{ readonly checkpoint: string }>(["status", place.at("city")]);
  const beside = place.at("whole.json.checkpoint");
  expect([json.checkpoint, json.checkpointFile]).toEqual([status.checkpoint, beside]);
  const { stdout } = await ledger(given);
  expect(stdout).toContain(status.checkpoint);
  expect(stdout).toContain(beside);
});

it("leaves the checkpoint of its height beside the file, from which the ledger is then shown to have grown", async () => {
  const [city, out] = [place.at("city"), place.at("then.json")];
  // What lies there already is replaced.
  writeFileSync(`${out}.checkpoint`, "an older one");
  const { json } = await ledgerJson<Exported>(["export", city, "catalog", "-o", out, "--at", "0"]);
  expect(readFileSync(`${out}.checkpoint`, "utf8")).toBe(json.checkpoint);
  const { code, stdout } = await ledger(["fsck", city, "--checkpoint", `${out}.checkpoint`, "--lang", "en"]);
  expect([code, stdout.includes("Since your checkpoint of 1 entry the log has only grown")], stdout).toEqual([0, true]);
  type Verdict = { readonly checks: readonly { readonly name: string; readonly code: string }[] };
  const grown = await ledgerJson<Verdict>(["verify", city, "--since", `${out}.checkpoint`]);
  expect([grown.code, grown.json.checks.find(({ name }) => name === "growth")?.code]).toEqual([0, "GROWTH_HOLDS"]);
});

it("leaves both files as they were where one of the two cannot be written", async () => {
  const given = ["export", place.at("city"), "catalog", "-o"];
  const lone = place.at("lone.json");
  mkdirSync(`${lone}.checkpoint`);
  // A name that is as long as can be has no room for the one beside it.
  const long = place.at("n".repeat(250));
  const folder = place.at("folder.json");
  mkdirSync(folder);
  const before = readdirSync(place.folder);
  for (const out of [lone, long, folder]) {
    const refused = await ledgerJson<{ readonly error: { readonly code: string } }>([...given, out]);
    expect([refused.code, refused.json.error.code]).toEqual([3, "FILE_REFUSED"]);
    expect(readdirSync(place.folder)).toEqual(before);
  }
  writeFileSync(lone, "an older one");
  expect((await ledger([...given, lone])).code).toBe(3);
  expect(readFileSync(lone, "utf8")).toBe("an older one");
});

it("says on stderr which checkpoint it is of where the catalogue itself is on stdout", async () => {
  const given = ["export", place.at("city"), "catalog"];
  const { json: status } = await ledgerJson<{ readonly checkpoint: string }>(["status", place.at("city")]);
  for (const language of ["zh", "en"]) {
    const out = place.at(`${language}.json`);
    await ledger([...given, "-o", out]);
    const { code, stdout, stderr } = await ledger([...given, "--lang", language]);
    expect([code, stdout]).toEqual([0, readFileSync(out, "utf8")]);
    expect(stderr).toContain(status.checkpoint);
    expect(stderr).toContain(language === "zh" ? "已写出 40 个数据集" : "40 datasets were written");
  }
  const asked = await ledgerJson<Exported>(given);
  expect(asked.json.checkpointFile).toBeNull();
  expect(asked.stderr).not.toContain(status.checkpoint);
});

it("of a past height finds a department by the name that it had then", async () => {
  const city = place.at("renamed");
  await foundLedger(city);
  const imported = await ledger(["import", city, place.at("made.json")]);
  expect(imported.code).toBe(0);
  const rename = async (name: string): Promise<number> => {
    const input = JSON.stringify({ department: 1, nameZh: name, nameEn: name, shortZh: "数据", shortEn: "Data" });
    const { json } = await ledgerJson<{ readonly state: string }>(["submit", city, "consortium.describe", "-"], {
      input,
    });
    expect(json.state).toBe("sealed");
    return (await ledgerJson<{ readonly height: number }>(["status", city])).json.height;
  };
  const height = await rename("Archive");
  await rename("Big Data");
  const records = async (name: string, ...at: readonly string[]) => {
    const given = ["export", city, "catalog", "-o", place.at("renamed.json"), "--department", name, ...at];
    const { json } = await ledgerJson<{ readonly records?: number; readonly error?: { readonly code: string } }>(given);
    return json.records ?? json.error?.code;
  };
  const then = ["--at", String(height)];
  expect([await records("Archive", ...then), await records("Big Data", ...then)]).toEqual([40, "NO_SUCH_DEPARTMENT"]);
  expect([await records("Archive"), await records("Big Data")]).toEqual(["NO_SUCH_DEPARTMENT", 40]);
});

it("of a template is refused together with what chooses among the ledger's content", async () => {
  type Failed = { readonly error: { readonly code: string; readonly message: string } };
  const out = place.at("template.xlsx");
  for (const [option, value] of [
    ["--at", "1"],
    ["--department", "Data Bureau"],
    ["--source", "made"],
  ] as const)
    for (const language of ["zh", "en"]) {
      const given = ["export", place.at("city"), "template", "-o", out, option, value, "--lang", language];
      const { code, json } = await ledgerJson<Failed>(given);
      expect([code, json.error.code, existsSync(out)]).toEqual([2, "USAGE", false]);
      expect(json.error.message).toContain(option);
      expect(/\p{Script=Han}/u.test(json.error.message)).toBe(language === "zh");
    }
  expect((await ledger(["export", place.at("city"), "template", "-o", out])).code).toBe(0);
});
