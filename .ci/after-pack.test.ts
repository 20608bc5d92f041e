import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { Arch } from "electron-builder";
import type { AfterPackContext } from "electron-builder";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { afterPack } from "./after-pack.ts";
import { ensureElectronBuild } from "./electron-build.ts";
import { root } from "./guards/house-tools.ts";

/** What marks the switches in Electron's binary: a sentence to find them by, the version, their number, and one byte each. */
const fuseMark = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const off = 0x30;
const on = 0x31;

let folder: string;
let packed: string;

/** A folder that looks like Electron for Linux to whoever packs it. */
function makeStandIn(place: string): void {
  mkdirSync(join(place, "resources"), { recursive: true });
  mkdirSync(join(place, "locales"));
  for (const locale of ["en-US", "zh-CN", "fr"]) writeFileSync(join(place, "locales", `${locale}.pak`), "");
  writeFileSync(join(place, "LICENSE"), "");
  const wire = Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, 9]), Buffer.from("101111011")]);
  writeFileSync(join(place, "electron"), Buffer.concat([Buffer.alloc(4_096, 7), wire]), { mode: 0o755 });
}

/** Packs the application for Linux into a folder, with the built shell as it is. */
function pack(output: string): void {
  const settings = [`-c.electronDist=${join(folder, "electron")}`, `-c.directories.output=${output}`];
  const program = join(root, "node_modules", "electron-builder", "cli.js");
  const args = [program, "--linux", "dir", "--x64", "--publish", "never", ...settings];
  execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pack-"));
  makeStandIn(join(folder, "electron"));
  await ensureElectronBuild();
  pack(join(folder, "out"));
  packed = join(folder, "out", "linux-unpacked");
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed application", () => {
  test("holds what is built and two native packages, and nothing else", () => {
    // A part of electron-builder.
    const asar = createRequire(createRequire(import.meta.url).resolve("electron-builder"))("@electron/asar");
    const files: string[] = asar.listPackage(join(packed, "resources", "app.asar"));
    expect(files).toEqual(
      expect.arrayContaining([
        "/package.json",
        "/build/electron/main.js",
        "/build/electron/node.js",
        "/build/electron/preload.cjs",
        "/build/electron/sheet/index.html",
      ]),
    );
    const packages = new Set(files.flatMap((file) => /^\/node_modules\/([^/]+)/u.exec(file)?.[1] ?? []));
    expect([...packages].toSorted()).toEqual([
      "bare-addon-resolve",
      "bare-assert",
      "bare-module-resolve",
      "bare-semver",
      "better-sqlite3",
      "require-addon",
      "sodium-native",
      "which-runtime",
    ]);
    expect(
      files.filter((file) => /\.(?:ts|map|bare|c|cc|h)$|^\/(?:ledger-core|electron|renderer|e2e|docs)\b/u.test(file)),
    ).toEqual([]);
  });

  test("has the native binaries of its target beside the archive, and those alone", () => {
    const unpacked = join(packed, "resources", "app.asar.unpacked", "node_modules");
    const binaries = readdirSync(unpacked, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".node"),
    );
    expect(binaries.toSorted()).toEqual([
      join("better-sqlite3", "prebuilds", "linux-x64.node"),
      join("sodium-native", "prebuilds", "linux-x64", "sodium-native.node"),
    ]);
  });

  test("runs its node on what lies in the archive", () => {
    const asar = createRequire(createRequire(import.meta.url).resolve("electron-builder"))("@electron/asar");
    const taken = join(folder, "taken");
    asar.extractAll(join(packed, "resources", "app.asar"), taken);
    const found = execFileSync(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import Database from "better-sqlite3"; import sodium from "sodium-native";
         console.log(new Database(":memory:").prepare("select 1 one").get().one, sodium.crypto_sign_BYTES);`,
      ],
      { cwd: taken, encoding: "utf8" },
    );
    expect(found).toBe("1 64\n");
  });

  test("takes no orders from the environment, a debugger or loose files", async () => {
    const fuses = await getCurrentFuseWire(join(packed, "trusted-city-console"));
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    });
  });

  test("is in the two languages of the console", () => {
    expect(readdirSync(join(packed, "locales")).toSorted()).toEqual(["en-US.pak", "zh-CN.pak"]);
  });
});

/** What electron-builder tells the hook about the packed folder. */
function contextOf(appOutDir: string): AfterPackContext {
  const packager = { executableName: "trusted-city-console", appInfo: { productFilename: "console" } };
  const known = { ...packager, getResourcesDir: (place: string) => join(place, "resources") };
  return { appOutDir, arch: Arch.x64, electronPlatformName: "linux", packager: known } as unknown as AfterPackContext;
}

describe("packing fails", () => {
  function copyOf(name: string): string {
    const copy = join(folder, name);
    cpSync(packed, copy, { recursive: true });
    return copy;
  }

  const places = ["resources", "app.asar.unpacked", "node_modules", "sodium-native", "prebuilds"] as const;

  test("not with what is there", async () => {
    await expect(afterPack(contextOf(copyOf("whole")))).resolves.toBeUndefined();
  });

  test("if the binary of another system is inside as well", async () => {
    const copy = copyOf("stray");
    mkdirSync(join(copy, ...places, "win32-x64"));
    writeFileSync(join(copy, ...places, "win32-x64", "sodium-native.node"), "");
    await expect(afterPack(contextOf(copy))).rejects.toThrow("but there are: better-sqlite3");
  });

  test("if a binary of this system is missing", async () => {
    const copy = copyOf("short");
    rmSync(join(copy, ...places), { recursive: true });
    await expect(afterPack(contextOf(copy))).rejects.toThrow("the native binaries of linux-x64 must be");
  });

  test("if the binary has no switches to set", async () => {
    const copy = copyOf("plain");
    writeFileSync(join(copy, "trusted-city-console"), "no switches here");
    await expect(afterPack(contextOf(copy))).rejects.toThrow("sentinel");
  });
});
