import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { flipFuses, FuseV1Options, FuseVersion } from "@electron/fuses";
import { Arch } from "electron-builder";
import type { AfterPackContext } from "electron-builder";

/**
 * Called by electron-builder once the application lies unpacked in its folder. Sets the switches of Electron's binary, and throws
 * unless the two native binaries of this very target, and no others, are inside.
 */
export async function afterPack(context: AfterPackContext): Promise<void> {
  verifyNativeBinaries(context);
  await flipFuses(executableOf(context), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    resetAdHocDarwinSignature: context.electronPlatformName === "darwin" && context.arch === Arch.arm64,
    // The application is not a Node.js to run anything with, and takes no orders from the environment or a debugger.
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: process.env["CONSOLE_INSPECTABLE"] === "1",
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
}

function executableOf({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  switch (electronPlatformName) {
    case "darwin":
      return join(appOutDir, `${productFilename}.app`);
    case "win32":
      return join(appOutDir, `${productFilename}.exe`);
    default:
      return join(appOutDir, "executableName" in packager ? String(packager.executableName) : productFilename);
  }
}

function verifyNativeBinaries({ appOutDir, arch, electronPlatformName, packager }: AfterPackContext): void {
  const target = `${electronPlatformName}-${Arch[arch]}`;
  const wanted = [`better-sqlite3/prebuilds/${target}.node`, `sodium-native/prebuilds/${target}/sodium-native.node`];
  const resources = packager.getResourcesDir(appOutDir);
  const unpacked = join(resources, "app.asar.unpacked", "node_modules");
  const found = readdirSync(resources, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".node"))
    .map((file) => relative(unpacked, join(resources, file)).split(sep).join("/"))
    .toSorted();
  if (found.join() !== wanted.join())
    throw new Error(
      `the native binaries of ${target} must be ${wanted.join(", ")}, but there are: ${found.join(", ")}`,
    );
}
