import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { defaultPolicy, installTrustedTypes } from "./trusted-types.ts";

beforeEach(() => vi.stubGlobal("location", new URL("https://console.example/index.html")));
afterEach(() => vi.unstubAllGlobals());

test("text passes; markup, code and foreign scripts are refused", () => {
  expect(defaultPolicy.createHTML("3 > 2 & so on")).toBe("3 > 2 & so on");
  expect(() => defaultPolicy.createHTML("<img src=x onerror=alert(1)>")).toThrow(TypeError);
  expect(() => defaultPolicy.createScript("1")).toThrow(TypeError);
  expect(defaultPolicy.createScriptURL("./worker.js")).toBe("./worker.js");
  expect(() => defaultPolicy.createScriptURL("https://elsewhere.example/a.js")).toThrow(TypeError);
  expect(() => defaultPolicy.createScriptURL("data:text/javascript,1")).toThrow(TypeError);
});

test("the policy is installed where the browser has Trusted Types, and only as the default", () => {
  const createPolicy = vi.fn<(name: string, policy: unknown) => unknown>();
  vi.stubGlobal("window", { trustedTypes: { createPolicy } });
  installTrustedTypes();
  expect(createPolicy).toHaveBeenCalledExactlyOnceWith("default", defaultPolicy);
  vi.stubGlobal("window", {});
  expect(installTrustedTypes).not.toThrow();
});
