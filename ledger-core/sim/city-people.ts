/** The demo city's people: four posts in each department, by masked name. */
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { Random } from "./random.ts";

export type CityPost = {
  readonly suffix: string;
  readonly role: Role;
  readonly titleZh: string;
  readonly titleEn: string;
};

/** In the order in which a department lists them. */
export const CITY_POSTS: readonly CityPost[] = [
  { suffix: "leader", role: "leader", titleZh: "局长", titleEn: "Director" },
  { suffix: "steward", role: "steward", titleZh: "数据科科长", titleEn: "Head of data section" },
  { suffix: "officer", role: "officer", titleZh: "经办", titleEn: "Officer" },
  { suffix: "admin", role: "admin", titleZh: "密钥管理员", titleEn: "Key administrator" },
];

export type CityPerson = CityPost & {
  readonly handle: string;
  readonly department: string;
  readonly maskedName: string;
  readonly rank: number;
};

const SURNAMES = [..."王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余"];

/** Everybody, department by department. */
export function cityPeople(seed: number): readonly CityPerson[] {
  const random = new Random(seed);
  return CITY_DEPARTMENTS.flatMap(({ slug }) =>
    CITY_POSTS.map((post, i) => ({
      ...post,
      handle: `${slug}-${post.suffix}`,
      department: slug,
      maskedName: `${random.pick(SURNAMES)}${random.once(3) ? "*" : "**"}`,
      rank: i + 1,
    })),
  );
}
