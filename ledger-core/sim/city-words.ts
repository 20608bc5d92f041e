/** What the demo city's people write when they ask, decide and use: Chinese, then English. */
import type { Purpose } from "#ledger-core/contract/schema/catalog.ts";

/** Why somebody asks for data, by its purpose. */
export const JUSTIFICATIONS: Readonly<Record<Purpose, readonly string[]>> = {
  eligibility: [
    "核对补助资格 checking who is entitled to the subsidy",
    "复核在册对象是否仍符合条件 checking whether those registered still qualify",
    "发放前比对，避免重复享受 comparing before payment, so that nobody is paid twice",
  ],
  service: [
    "受理群众申请时免交证明 sparing applicants a certificate",
    "办理变更登记时自动带出信息 filling in what is known already",
    "窗口核验申请人身份 checking an applicant at the counter",
  ],
  supervision: [
    "年度专项检查 the yearly inspection",
    "双随机抽查确定对象 drawing whom to inspect",
    "跟踪整改落实情况 following up what was to be remedied",
  ],
  statistics: [
    "季度统计 the quarterly report",
    "编制统计年鉴 the statistical yearbook",
    "民生指标监测 watching how residents fare",
  ],
  planning: [
    "编制片区规划 planning a district",
    "测算公共服务设施缺口 finding where services are lacking",
    "安排下一年度项目 choosing next year's works",
  ],
  emergency: ["防汛预案更新 renewing the flood plan", "应急演练选点 choosing places for an exercise"],
  enforcement: [
    "核实涉案主体情况 looking into a party to a case",
    "行政处罚前核对许可 checking permits before a penalty",
  ],
  research: ["课题研究 a study", "政策效果评估 judging what a policy did"],
  judicial: ["法院来函协助查询 a court's request", "公益诉讼调查取证 evidence for a public interest case"],
};

export const APPROVALS = [
  "",
  "",
  "已核对用途 purpose checked",
  "范围适当，同意 in scope, agreed",
  "同意，按约定删除 agreed; to be deleted as promised",
] as const;

export const REJECTIONS = [
  "目的与职责不符 the purpose is outside its duties",
  "所需字段可由本部门统计结果替代 our published figures would do",
  "请先说明数据安全措施 first say how the data will be kept safe",
] as const;

export const COUNTER_MESSAGES = [
  "次数减半，期满可续 half as many uses; may be renewed",
  "先行试用一个季度 a quarter first, as a trial",
  "缩短期限，其余同意 a shorter term, the rest agreed",
] as const;

export const COUNTER_REQUESTS = [
  "次数不足以覆盖全部申请人 too few uses for all applicants",
  "业务跨年度，请延长期限 the work goes on into next year",
] as const;

export const OFFER_MESSAGES = [
  "贵单位职责所需，主动提供 offered, since your duties need it",
  "联席会议议定事项 as the joint meeting agreed",
] as const;

export const TERMINATIONS = [
  "业务已结束 the work is done",
  "系统下线，改由平台接口提供 the system is closed; the platform serves it now",
  "职责划转至其他部门 the duty went to another department",
] as const;

export const DELETION_STATEMENTS = [
  "已于期限内删除查询结果并留存记录 answers deleted in time, with a record of it",
  "结果数据已销毁，仅留审计日志 answers destroyed, only the audit trail is kept",
] as const;
