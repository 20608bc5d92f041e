import { expect, test } from "vitest";
import { ownLanguageFirst, partLanguages } from "./two-languages.ts";

test("a name in two languages is led by the reader's", () => {
  const name = "低保家庭信息 Low-income household register";
  expect(partLanguages(name, "en")).toEqual({ own: "Low-income household register", other: "低保家庭信息" });
  expect(partLanguages(name, "zh")).toEqual({ own: "低保家庭信息", other: "Low-income household register" });
});

test("a name in one language, or with both mixed, stays whole", () => {
  for (const name of [
    "Utility Energy Registry",
    "城市低保",
    "GB/T 2260 村代码",
    "公交 IC 卡刷卡记录",
    "A 类企业",
    "市数据局, data-leader",
  ])
    expect(partLanguages(name, "zh")).toEqual({ own: name, other: "" });
});

test("a summary is parted where its Chinese sentence ends, and read in the reader's order", () => {
  const summary = "市民政局采集的低保家庭信息。Low-income households, kept by Civil Affairs.";
  expect(partLanguages(summary, "en")).toEqual({
    own: "Low-income households, kept by Civil Affairs.",
    other: "市民政局采集的低保家庭信息。",
  });
  expect(ownLanguageFirst(summary, "en")).toBe(
    "Low-income households, kept by Civil Affairs. 市民政局采集的低保家庭信息。",
  );
  expect(ownLanguageFirst("公交 IC 卡刷卡记录", "en")).toBe("公交 IC 卡刷卡记录");
});
