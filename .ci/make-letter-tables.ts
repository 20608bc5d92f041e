/**
 * Makes the frozen tables by which the catalogue is searched: readings of Chinese characters from pinyin-pro, and plain letters for
 * letters with marks from this Node's Unicode. Run it by hand, look at the difference, commit it, and raise the version of the search
 * projection: `node .ci/make-letter-tables.ts`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinyin, polyphonic } from "pinyin-pro";

const folder = join(import.meta.dirname, "..", "ledger-core", "modules", "catalog");
const readingsMax = 3;
const lineCharacters = 118;

/** Words of an administration in which a character is not read as it is alone; the order of titles follows them. */
const words =
  "重庆 重复 重建 重置 重组 重叠 银行 行业 行长 行情 央行 商行 分行 支行 总行 长沙 长江 长春 长期 长度 长远 特长 会计 财会 调查 调动 调研 调度 调配 参差 " +
  "数据 数字 数量 数目 系数 单位 单于 校对 校正 传记 自传 处理 处罚 处置 惩处 处分 相处 供给 给付 给予 补给 供应 应当 应急 应用 响应 中毒 中标 中奖 中选 " +
  "量化 测量 计量 称职 对称 载体 记载 下载 装载 运载 承载 年载 少年 青少年 少儿 老少 朝阳 朝代 都市 首都 成都 都江堰 降水 降雨 投降 乐山 音乐 音乐厅 兴趣 高兴 " +
  "兴办 复兴 更新 变更 更正 更换 曾经 曾孙 藏品 西藏 收藏 储藏 地质 土地 的确 目的 标的 累计 积累 劳累 间接 间隔 中间 房间 强制 强迫 倔强 率先 效率 税率 利率 概率 " +
  "血液 流血 差别 差距 出差 差异 背景 背负 宿舍 住宿 星宿 舍弃 宿迁 蚌埠 六安 六合 番禺 东莞 厦门 大厦 台州 丽水 丽江 洪洞 莘庄 莘县 涡阳 亳州 歙县 婺源 " +
  "车站 教育 觉得 睡觉 角色 角度 省份 反省 省略 石油 石头 万石 系统 联系 模式 模具 模型 空气 空缺 空闲 没收 沉没 没有 难民 灾难 困难 难度 只有 船只 为了 行为 认为 " +
  "因为 作为 要求 重要 要素 种类 种植 播种 品种 着力 着陆 转移 转动 自转 卷宗 卷入 圈养 发展 头发 理发 盛会 扫描 打扫 扫帚 尽管 尽力 弹性 子弹 担保 负担 承担 当前 当作 适当";

type Reading = { readonly character: string; readonly syllable: string };

writeFileSync(join(folder, "pinyin-characters.ts"), pinyinFile());
writeFileSync(join(folder, "plain-letters.ts"), lettersFile());

function pinyinFile(): string {
  const ranks: Reading[][] = Array.from({ length: readingsMax }, () => []);
  for (let point = 0x4e00; point <= 0x9fff; point++) {
    const character = String.fromCodePoint(point);
    for (const [rank, syllable] of readingsOf(character).entries()) ranks[rank]?.push({ character, syllable });
  }
  const first = new Map(ranks[0]?.map(({ character, syllable }) => [character, syllable]));
  const named = ["FIRST_READINGS", "SECOND_READINGS", "THIRD_READINGS"].map((name, rank) =>
    constant(name, grouped(ranks[rank] ?? [])),
  );
  return [
    "/** Readings of the Chinese characters U+4E00 to U+9FFF without tones: each syllable, then the characters that have it. Made by `.ci/make-letter-tables.ts` from pinyin-pro 3.29.4 (MIT). */",
    "",
    "/** The reading that a character has most often. */",
    named[0],
    "",
    "/** Another reading that some have. */",
    named[1],
    "",
    named[2],
    "",
    "/** Words in which a character is not read as it is alone: the word, then its syllables. */",
    constant("WORD_READINGS", wordReadings(first)),
    "",
  ].join("\n");
}

function readingsOf(character: string): readonly string[] {
  const found = polyphonic(character, { toneType: "none", type: "array" })[0] ?? [];
  // A keyboard has no ü: it is typed as v, and by many as u.
  const typed = found.flatMap((one) =>
    one.includes("ü") ? [one.replaceAll("ü", "v"), one.replaceAll("ü", "u")] : [one],
  );
  return [...new Set(typed.filter((one) => /^[a-z]*[aeiouv][a-z]*$/.test(one)))].slice(0, readingsMax);
}

function grouped(readings: readonly Reading[]): string {
  const bySyllable = Map.groupBy(readings, ({ syllable }) => syllable);
  return [...bySyllable]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([syllable, all]) => syllable + all.map(({ character }) => character).join(""))
    .join("");
}

function wordReadings(first: ReadonlyMap<string, string>): string {
  return [...new Set(words.split(" "))]
    .map((word) => ({ word, syllables: pinyin(word, { toneType: "none", type: "array" }) }))
    .filter(({ word, syllables }) => syllables.some((syllable, i) => first.get(word[i] ?? "") !== syllable))
    .map(({ word, syllables }) => `${word} ${syllables.map((one) => one.replaceAll("ü", "v")).join(" ")}`)
    .join(",");
}

/** Letters of Latin, Greek and Cyrillic with their small letters without marks. */
function lettersFile(): string {
  const special: Readonly<Record<string, string>> = {
    ß: "ss", ẞ: "ss", æ: "ae", Æ: "ae", œ: "oe", Œ: "oe", ø: "o", Ø: "o", đ: "d", Đ: "d", ð: "d", Ð: "d", ł: "l", Ł: "l",
    þ: "th", Þ: "th", ı: "i", ħ: "h", Ħ: "h", ŧ: "t", Ŧ: "t", ŋ: "n", Ŋ: "n", ĸ: "k", ŉ: "n", ſ: "s", ς: "σ",
  }; // prettier-ignore
  const pairs: string[] = [];
  for (const [from, to] of [
    [0xc0, 0x24f],
    [0x370, 0x52f],
    [0x1e00, 0x1fff],
  ] as const) {
    for (let point = from; point <= to; point++) {
      const letter = String.fromCodePoint(point);
      if (!/^\p{L}$/u.test(letter)) continue;
      const plain = special[letter] ?? letter.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
      if (plain !== letter) pairs.push(letter + plain);
    }
  }
  return [
    "/** Letters with marks and capitals of Latin, Greek and Cyrillic, each followed by the small letters without marks for which it stands. Made by `.ci/make-letter-tables.ts` from Unicode. */",
    "",
    constant("PLAIN_LETTERS", pairs.join(" ")),
    "",
  ].join("\n");
}

/** A long text in lines that can be compared. */
function constant(name: string, text: string): string {
  const characters = [...text];
  const lines = Array.from({ length: Math.ceil(characters.length / lineCharacters) }, (_, i) =>
    JSON.stringify(characters.slice(i * lineCharacters, (i + 1) * lineCharacters).join("")),
  );
  return `export const ${name} = [\n${lines.map((line) => `  ${line},\n`).join("")}].join("");`;
}
