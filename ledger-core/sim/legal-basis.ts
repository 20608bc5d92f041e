/** The law that a department names where data is not shared, or only under conditions. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import type { SubjectKind } from "./city-subjects.ts";

const PERSONAL = "《中华人民共和国个人信息保护法》 Personal Information Protection Law";
const SHARING = "《政务数据共享条例》 Regulation on the Sharing of Government Data";

/** Departments whose own law says more than that on personal data. */
const BY_DEPARTMENT: Readonly<Record<string, string>> = {
  audit: "《中华人民共和国审计法》 Audit Law",
  discipline: "《中华人民共和国监察法》 Supervision Law",
  "public-security": "《中华人民共和国居民身份证法》 Resident Identity Card Law",
  health: "《中华人民共和国基本医疗卫生与健康促进法》 Basic Healthcare and Health Promotion Law",
  "community-health": "《中华人民共和国基本医疗卫生与健康促进法》 Basic Healthcare and Health Promotion Law",
  "medical-insurance": "《中华人民共和国社会保险法》 Social Insurance Law",
  "human-resources": "《中华人民共和国社会保险法》 Social Insurance Law",
  education: "《中华人民共和国未成年人保护法》 Law on the Protection of Minors",
  "natural-resources": "《不动产登记暂行条例》 Interim Regulation on Real Estate Registration",
  statistics: "《中华人民共和国统计法》 Statistics Law",
  tax: "《中华人民共和国税收征收管理法》 Tax Collection Administration Law",
  court: "《中华人民共和国民事诉讼法》 Civil Procedure Law",
  procuratorate: "《中华人民共和国刑事诉讼法》 Criminal Procedure Law",
  justice: "《中华人民共和国社区矫正法》 Community Correction Law",
  archives: "《中华人民共和国档案法》 Archives Law",
  bank: "《中华人民共和国商业银行法》 Commercial Bank Law",
  customs: "《中华人民共和国海关法》 Customs Law",
  "power-grid": "《中华人民共和国数据安全法》 Data Security Law",
  "energy-market": "《中华人民共和国数据安全法》 Data Security Law",
  "housing-fund": "《住房公积金管理条例》 Regulation on Housing Provident Funds",
};

const BY_KIND: Readonly<Partial<Record<SubjectKind, string>>> = {
  case: "《中华人民共和国行政处罚法》 Administrative Penalty Law",
  place: "《中华人民共和国数据安全法》 Data Security Law",
  organisation: "《中华人民共和国政府信息公开条例》 Regulation on Open Government Information",
};

export function legalBasisOf(owner: string, kind: SubjectKind | undefined, items: readonly Item[]): string {
  const own = BY_DEPARTMENT[owner];
  if (own !== undefined) return own;
  if (items.some(({ sensitivity }) => sensitivity === "personal" || sensitivity === "sensitive")) return PERSONAL;
  return (kind === undefined ? undefined : BY_KIND[kind]) ?? SHARING;
}
