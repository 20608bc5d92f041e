import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ended, initLedger, ledger, ledgerJson, makeFolder, PASSPHRASE, start, USCC } from "./cli.testing.ts";
import type { AnswerJson } from "./answer.ts";
import { VERIFIER_FILE } from "./verifier-file.ts";

const place = makeFolder();
const city = place.at("city");
let vkey = "";

afterAll(() => place.remove());

const dataset = (code: string, title = "Made here"): object => ({
  description: {
    code,
    profile: "dcat-us",
    title,
    summary: "s",
    publisher: "p",
    providerCode: "",
    format: "csv",
    items: [],
    sharing: "unconditional",
    sharingCondition: "",
    sharingMethod: "",
    openness: "open",
    updateCycle: "",
    publishedDay: null,
    modifiedDay: null,
    relatedCodes: [],
    keywords: ["k"],
    themes: [],
    languages: [],
    distributions: [],
    kept: null,
  },
});
const submit = async (kind: string, body: object, person = "anna") =>
  await ledgerJson<AnswerJson>(["submit", city, kind, "-", "--as", person], { input: JSON.stringify(body) });

/** What a node that serves says until it is stopped, which is as soon as it has said where it is. */
async function servedOnce(serving: readonly string[]): Promise<string> {
  const node = start(serving);
  const said = ended(node);
  await new Promise((resolve) => node.stdout?.once("data", resolve));
  node.kill("SIGINT");
  return (await said).stderr;
}

describe("a network from the command line", () => {
  it("begins with one department and one person, in the folder that was typed", async () => {
    const given = "init city --network Test --department Bureau --person anna --uscc".split(" ");
    const made = await ledgerJson<Record<string, string>>([...given, USCC], {
      environment: { INIT_CWD: place.folder },
    });
    expect([made.code, Object.keys(made.json)]).toEqual([0, ["network", "origin", "vkey", "department", "person"]]);
    vkey = made.json["vkey"] ?? "";
  });

  it("says what is in it", async () => {
    const { json, code } = await ledgerJson<Record<string, unknown>>(["status", city]);
    expect([code, json["vkey"], json["mode"], json["height"], json["entries"], json["departments"]]).toEqual([
      0,
      vkey,
      "solo",
      0,
      1,
      1,
    ]);
    expect(json["checkpoint"]).toContain(String(json["root"]));
  });

  it("seals what a person signs, refuses what the ledger does not allow, and keeps both as entries", async () => {
    const sealed = await submit("catalog.create", dataset("A-1"));
    expect([sealed.code, sealed.json.state, sealed.json.code, sealed.json.message]).toEqual([0, "sealed", null, null]);
    const refused = await submit("catalog.create", dataset("A-1"));
    expect([refused.code, refused.json.state, refused.json.code]).toEqual([1, "refused", "CODE_TAKEN"]);
    expect(refused.json.message).toContain("A-1");
    const { json } = await ledgerJson<{
      readonly height: number;
      readonly entries: readonly Record<string, unknown>[];
    }>(["query", city, "ledger.entries", '{"kind":"catalog.create"}']);
    expect(json.height).toBe(refused.json.height);
    const shown = json.entries.map(({ id, index, height, kind, code, actor }) => ({
      id,
      index,
      height,
      kind,
      code,
      actor,
    }));
    expect(shown).toEqual(
      [refused.json, sealed.json].map(({ id, index, height, code }) => ({
        id,
        index,
        height,
        kind: "catalog.create",
        code,
        actor: "anna",
      })),
    );
  });

  it("takes a body as the kind's schema has it, and no other", async () => {
    for (const [kind, body, wanted] of [
      ["catalog.create", {}, "BODY_INVALID"],
      ["catalog.fly", {}, "UNKNOWN_KIND"],
    ] as const) {
      const { code, json } = await ledgerJson<{ readonly error: { readonly code: string } }>(
        ["submit", city, kind, "-"],
        { input: JSON.stringify(body) },
      );
      expect([code, json.error.code]).toEqual([2, wanted]);
    }
    const { code, json } = await ledgerJson<{ readonly error: { readonly code: string } }>(["submit", city, "x", "-"], {
      input: "{",
    });
    expect([code, json.error.code]).toEqual([2, "NOT_JSON"]);
  });

  it("enrols a second person by a request, with the roles that were named", async () => {
    const request = place.at("ben.request");
    const made = await ledgerJson<Record<string, string>>(["key", "new", city, "--person", "ben", "-o", request]);
    expect([made.code, Object.keys(made.json), made.json["person"]]).toEqual([0, ["person", "key"], "ben"]);
    expect(readFileSync(request, "utf8")).not.toContain(PASSPHRASE);
    // With two keys in the folder nobody is meant unless named.
    const unnamed = await ledger(["enrol", city, request]);
    expect([unnamed.code, unnamed.stderr.includes("--as")]).toEqual([2, true]);
    const enrolled = await ledgerJson<AnswerJson>(["enrol", city, request, "--as", "anna", "--role", "steward"]);
    expect([enrolled.code, enrolled.json.state]).toEqual([0, "sealed"]);
    const byBen = await submit("catalog.create", dataset("B-1"), "ben");
    expect(byBen.json.state).toBe("sealed");
    const again = await ledgerJson<AnswerJson>(["enrol", city, request, "--as", "anna"]);
    expect([again.code, again.json.code]).toEqual([1, "HANDLE_TAKEN"]);
    const unknown = await ledger(["enrol", city, request, "--as", "anna", "--role", "king"]);
    expect([unknown.code, unknown.stderr.includes("steward")]).toEqual([2, true]);
    // Somebody who is enrolled gets a key that waits, and the old one signs until the new one is enrolled.
    const second = place.at("ben2.request");
    const waiting = await ledger(["key", "new", city, "--person", "ben", "-o", second]);
    expect([waiting.code, existsSync(second)]).toEqual([0, true]);
    expect((await submit("catalog.create", dataset("B-1"), "ben")).json.state).toBe("refused");
  });

  it("shows every change of a record, with who and why", async () => {
    const { code, json } = await ledgerJson<{ readonly changes: readonly Record<string, unknown>[] }>([
      "history",
      city,
      "catalog.dataset",
      "1",
    ]);
    expect(code).toBe(0);
    expect(json.changes).toMatchObject([
      { actor: "anna", department: "Bureau", kind: "catalog.create", before: null, after: { code: "A-1" } },
    ]);
    expect((await ledger(["history", city, "catalog.dataset", "one"])).code).toBe(2);
    expect((await ledger(["history", city, "catalog.nothing", "1"])).code).toBe(2);
  });

  it("answers reads of the contract, and lists them with what they take", async () => {
    const list = await ledgerJson<{
      readonly queries: readonly { readonly name: string; readonly input: object | null }[];
    }>(["query", city]);
    const search = list.json.queries.find((query) => query.name === "catalog.search");
    expect(search?.input).toMatchObject({ type: "object", properties: { text: { type: "string" } } });
    for (const { name } of list.json.queries) expect(name).not.toMatch(/^(session|signing|setup)\./);
    const found = await ledgerJson<{ readonly total: number }>(["query", city, "catalog.search", '{"text":"made"}']);
    expect([found.code, found.json.total]).toEqual([0, 2]);
    const status = await ledgerJson<{ readonly notFollowing: null }>(["query", city, "system.status"]);
    expect([status.code, status.json.notFollowing]).toEqual([0, null]);
    writeFileSync(place.at("arguments.json"), '{"code":"A-1"}');
    const file = await ledgerJson<{ readonly title: string }>([
      "query",
      city,
      "catalog.dataset",
      place.at("arguments.json"),
    ]);
    expect(file.json.title).toBe("Made here");
    const absent = await ledgerJson<{ readonly error: { readonly code: string } }>([
      "query",
      city,
      "catalog.dataset",
      '{"code":"Z"}',
    ]);
    expect([absent.code, absent.json.error.code]).toEqual([1, "NO_SUCH_RECORD"]);
    expect((await ledger(["query", city, "catalog.search", '{"limit":0}'])).code).toBe(2);
    expect((await ledger(["query", city, "session.unlock", "{}"])).code).toBe(2);
  });

  it("takes a proof away that verifies in an empty folder and fails with any one byte changed", async () => {
    const entries = await ledgerJson<{ readonly entries: readonly { readonly id: string }[] }>([
      "query",
      city,
      "ledger.entries",
      '{"kind":"catalog.create","limit":1}',
    ]);
    const id = entries.json.entries[0]?.id ?? "";
    const folder = place.at("proof");
    const taken = await ledgerJson<{ readonly id: string; readonly files: readonly string[] }>([
      "proof",
      city,
      id,
      "-o",
      folder,
    ]);
    expect([taken.code, taken.json.id, taken.json.files.length]).toEqual([0, id, 4]);
    const elsewhere = { folder, passphrase: undefined };
    const valid = await ledgerJson<{ readonly valid: boolean }>(["verify", ".", "--key", vkey], elsewhere);
    expect([valid.code, valid.json.valid]).toEqual([0, true]);
    for (const file of taken.json.files) {
      const bytes = readFileSync(file);
      const changed = Buffer.from(bytes);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      const invalid = await ledgerJson<{ readonly valid: boolean }>(["verify", ".", "--key", vkey], elsewhere);
      expect([file, invalid.code, invalid.json.valid]).toEqual([file, 1, false]);
      writeFileSync(file, bytes);
    }
    expect((await ledger(["verify", "nowhere"], elsewhere)).code).toBe(3);
    const other = await ledger(["proof", city, "0".repeat(64), "-o", folder]);
    expect(other.code).toBe(1);
    const withPage = await ledgerJson<{ readonly verifier?: string }>(["proof", city, id, "-o", folder, "--verifier"]);
    if (!existsSync(VERIFIER_FILE)) expect(withPage.code).toBe(3);
    else expect(readFileSync(withPage.json.verifier ?? "")).toEqual(readFileSync(VERIFIER_FILE));
  });

  it("is written as tiles, which are verified with nothing but them and the log's key", async () => {
    const tiles = place.at("tiles");
    const written = await ledgerJson<{ readonly entries: number; readonly tiles: number }>([
      "tiles",
      city,
      "-o",
      tiles,
    ]);
    expect([written.code, written.json.tiles]).toEqual([0, 2]);
    type Verdict = {
      readonly valid: boolean;
      readonly checks: readonly { readonly name: string; readonly code: string }[];
    };
    const verified = await ledgerJson<Verdict>(["verify", tiles, "--key", vkey]);
    expect([verified.code, verified.json.valid]).toEqual([0, true]);
    const untold = await ledgerJson<Verdict>(["verify", tiles]);
    const whose = untold.json.checks.find(({ name }) => name === "checkpoint")?.code;
    expect([untold.code, untold.json.valid, whose]).toEqual([0, true, "CHECKPOINT_SELF_SIGNED"]);
  });

  it("is proven from its first byte, by fsck and by verify", async () => {
    const checked = await ledgerJson<Record<string, unknown>>(["fsck", city]);
    expect([checked.code, checked.json["ok"], checked.json["problems"]]).toEqual([0, true, []]);
    const verified = await ledgerJson<{
      readonly valid: boolean;
      readonly checks: readonly { readonly name: string }[];
    }>(["verify", city, "--key", vkey]);
    expect([verified.code, verified.json.valid]).toEqual([0, true]);
    expect(verified.json.checks.map((check) => check.name)).toEqual(["log", "checkpoint"]);
  });

  it("is written through the node that holds it", async () => {
    const node = start(["serve", city, "--no-open", "--json"]);
    const told = ended(node);
    let line = "";
    try {
      line = await new Promise<string>((resolve) => node.stdout?.once("data", (data) => resolve(String(data))));
      const announced = JSON.parse(line.split("\n")[0] ?? "") as Record<string, unknown>;
      expect([Object.keys(announced), announced["pid"]]).toEqual([["url", "port", "pid"], node.pid]);
      const sealed = await submit("catalog.create", dataset("C-1"));
      expect(sealed.json.state).toBe("sealed");
      const { json } = await ledgerJson<{ readonly total: number }>([
        "query",
        city,
        "catalog.search",
        '{"text":"made"}',
      ]);
      expect(json.total).toBe(3);
      const taken = await ledgerJson<{ readonly error: { readonly code: string } }>([
        "serve",
        place.at("none"),
        "--no-open",
        "--port",
        String(announced["port"]),
      ]);
      expect([taken.code, taken.json.error.code]).toEqual([3, "PORT_IN_USE"]);
      for (const option of [
        ["--port", "1"],
        ["--checkpoints", place.at("ck")],
      ]) {
        const ignored = await ledgerJson<{ readonly error: { readonly code: string } }>([
          "serve",
          city,
          "--no-open",
          ...option,
        ]);
        expect([ignored.code, ignored.json.error.code]).toEqual([3, "SERVED_ALREADY"]);
      }
      expect((await ledger(["serve", city, "--no-open"])).code).toBe(0);
    } finally {
      node.kill("SIGINT");
    }
    // Interrupted, it adds nothing to the one document.
    expect(await told).toMatchObject({ code: 130, stdout: line });
    expect((await ledger(["fsck", city])).code).toBe(0);
  });

  it("is not served over a kept checkpoint that somebody has altered", async () => {
    const kept = place.at("kept");
    const serving = ["serve", city, "--no-open", "--checkpoints", kept, "--lang", "en"];
    expect(await servedOnce(serving)).toContain(`No checkpoint of this ledger is kept in ${kept} yet`);
    expect(await servedOnce(serving)).not.toContain("No checkpoint");
    const elsewhere = ["serve", city, "--no-open", "--checkpoints", place.at("kept elsewhere"), "--lang", "zh"];
    expect(await servedOnce(elsewhere)).toContain("还没有本账本的检查点");
    const [name = ""] = readdirSync(kept);
    writeFileSync(join(kept, name), "altered");
    const refused = await ledger(serving);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(name)]);
    expect(readFileSync(join(kept, name), "utf8")).toBe("altered");
    // One of another log under this one's name is said, and keeps nobody from going on.
    await initLedger(place.at("other"));
    const other = await ledgerJson<{ readonly checkpoint: string }>(["status", place.at("other")]);
    writeFileSync(join(kept, name), other.json.checkpoint);
    expect(await servedOnce(serving)).toContain(name);
  });

  it("is not made twice in one folder", async () => {
    const again = await initLedger(city);
    expect([again.code, again.stdout]).toEqual([3, ""]);
    const bad = await ledger([
      "init",
      place.at("x"),
      "--network",
      "N",
      "--department",
      "D",
      "--uscc",
      `${USCC.slice(0, 17)}0`,
      "--person",
      "p",
    ]);
    expect([bad.code, existsSync(place.at("x"))]).toEqual([2, false]);
  });
});
