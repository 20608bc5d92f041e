/** Which datasets there are about a subject, by its kind; the register first. `readFacets` says how a table is written. */
import type { SubjectKind } from "./city-subjects.ts";

export const FACET_TABLES: Readonly<Record<SubjectKind, string>> = {
  people: `
    登记 | {}登记信息 | Register of {} | {}的登记信息 | One row for each of the {} | P1M conditional CSV
      month 出生年月 Year and month of birth; code 登记状态 Registration state; date 登记日期 Registered on
    认定 | {}资格认定结果 | Eligibility decisions for {} | {}的资格审核与认定结果 | Decisions on who counts among the {} | P3M conditional CSV
      code 认定结果 Decision; text 认定依据 Ground; date 认定日期 Decided on
    变动 | {}动态变更记录 | Changes among {} | {}新增、退出和信息变更的记录 | Who joined, left or changed among the {} | P1M conditional CSV
      code 变更类型 Kind of change; text 变更前 Before; text 变更后 After
    统计 | {}分区统计 | Numbers of {} by district | 各区{}的数量与结构 | How many {} there are in each district | P1Y unconditional XLSX
      count 人数 Persons; count 同比变化 Change over a year; text 统计期 Period
    核查 | {}走访核查记录 | Visits to {} | 对{}走访、核查的情况 | What was found when visiting {} | P6M not-shared CSV
      date 核查日期 Visited on; code 核查结论 Finding; text 核查单位 Visiting unit
  `,
  organisation: `
    名录 | {}名录 | Register of {} | 全市{}的基本情况 | The city's {} with their particulars | P1M unconditional CSV
      hashed 法定代表人 Legal representative; code 存续状态 Status; date 成立日期 Founded
    变更 | {}变更登记 | Changes in the register of {} | {}名称、住所、负责人等变更的登记 | Changes of name, address or management of {} | P3M unconditional CSV
      code 变更事项 What changed; text 变更前内容 Former value; text 变更后内容 New value
    检查 | {}监督检查结果 | Inspection results of {} | 对{}开展监督检查的结果 | Results of inspecting {} | P3M conditional CSV
      date 检查日期 Inspected on; code 检查结论 Result; text 检查事项 Checked
    信用 | {}信用评价 | Credit ratings of {} | {}的年度信用评价等级 | The yearly credit ratings of {} | P1Y conditional CSV
      code 信用等级 Rating [A 至 E A to E]; count 得分 Score; text 评价年度 Year rated
    从业 | {}从业人员信息 | Staff of {} | {}从业人员的资格与岗位 | Qualifications and posts of the staff of {} | P6M conditional CSV
      hashed 从业人员标识 Member of staff; code 岗位 Post; date 入职日期 Joined on
    年报 | {}年度报告摘要 | Yearly reports of {} | {}年度报告的主要指标 | Key figures from the yearly reports of {} | P1Y conditional XLSX
      amount 营业收入 Turnover; count 从业人数 Employees; text 报告年度 Year reported
  `,
  place: `
    台账 | {}基础台账 | Inventory of {} | {}的基本属性与权属 | What {} there are, and whose | P3M unconditional GeoJSON
      degrees 经度 Longitude; degrees 纬度 Latitude; text 管理单位 Managed by
    巡查 | {}巡查记录 | Inspections of {} | 对{}日常巡查的记录 | Records of looking after {} | P1M conditional CSV
      date 巡查日期 Inspected on; text 发现问题 Finding; code 整改情况 Remedy
    维护 | {}维修养护计划 | Maintenance of {} | {}的维修养护安排与完成情况 | Maintenance of {}, planned and done | P6M unconditional XLSX
      date 计划日期 Planned for; date 完成日期 Done on; amount 养护费用 Cost
    运行 | {}运行情况 | Operation of {} | {}的运行状态与使用量 | State and use of {} | P1M conditional JSON
      code 运行状态 State of operation; count 使用量 Use; time 采集时间 Collected at
    安全 | {}安全评估 | Safety of {} | {}的安全等级与隐患 | Safety grades of {} and what endangers them | P1Y not-shared PDF
      code 安全等级 Safety grade; text 隐患描述 Hazard; date 评估日期 Assessed on
    开放 | {}便民服务信息 | Visiting {} | {}的开放时间、联系方式与服务内容 | When {} are open and what they offer | P1Y unconditional CSV
      text 开放时间 Opening hours; text 服务内容 Services; text 服务热线 Telephone
  `,
  permit: `
    许可 | {}许可信息 | Permits for {} | 已颁发的{}许可及其状态 | Permits that were granted for {} | P1M unconditional CSV
      unique 许可证号 Permit number; date 颁发日期 Granted on; code 证照状态 State of the permit
    受理 | {}申请受理进度 | Applications for {} | {}申请的受理与办理进度 | How far applications for {} have come | P1M conditional CSV
      text 受理编号 Application number; date 申请日期 Applied on; code 办理环节 Stage
    注销 | {}注销与撤销 | Withdrawn permits for {} | 被注销、撤销或吊销的{}许可 | Permits for {} that ended or were withdrawn | P3M unconditional CSV
      text 原许可证号 Former number; code 注销原因 Reason; date 注销日期 Withdrawn on
    核查 | {}现场核查记录 | On-site checks for {} | {}许可前后的现场核查情况 | What was found on site for {} | P6M conditional PDF
      date 核查日期 Checked on; code 核查结论 Finding; text 整改要求 To be remedied
    统计 | {}办件统计 | Figures on {} | {}事项的办件量与时长 | Numbers and durations of applications for {} | P1Y unconditional XLSX
      count 受理量 Received; count 办结量 Completed; count 平均时长 Average days
  `,
  project: `
    清单 | {}清单 | List of {} | 列入计划的{} | What {} are planned | P6M unconditional XLSX
      text 建设单位 Responsible body; amount 总投资 Total cost; date 计划完成日期 To be done by
    进度 | {}进度 | Progress of {} | {}的形象进度与问题 | How far {} have come, and what holds them up | P1M conditional CSV
      count 完成百分比 Per cent done; text 存在问题 Problem; date 填报日期 Reported on
    资金 | {}资金拨付 | Funding of {} | {}的资金来源与拨付 | Where the money for {} comes from and goes | P1M conditional CSV
      amount 拨付金额 Paid; text 资金来源 Source of funds; text 收款单位 Recipient
    验收 | {}验收结果 | Acceptance of {} | {}竣工验收的结论 | Whether {} were accepted | P1Y conditional PDF
      date 验收日期 Accepted on; code 验收结论 Outcome; text 验收单位 Accepting body
    绩效 | {}绩效评价 | Performance of {} | {}的绩效目标与评价得分 | What {} were to achieve, and did | P1Y not-shared XLSX
      text 绩效目标 Aim; count 评价得分 Score; text 评价机构 Evaluated by
  `,
  payment: `
    发放 | {}发放明细 | Payments of {} | {}逐笔发放的明细 | Every single payment of {} | P1M conditional CSV
      text 批次号 Batch; code 发放状态 State of the payment; hashed 收款账户标识 Account
    对象 | {}享受对象 | Recipients of {} | 符合条件并享受{}的对象 | Who is entitled to {} and receives them | P1M conditional CSV
      code 享受类别 Class of benefit; date 享受起始日期 Since; date 复核日期 Review due
    标准 | {}标准与政策 | Rates of {} | 现行{}的标准与适用条件 | Rates of {} and who may have them | P1Y unconditional PDF
      amount 标准 Rate; text 适用条件 Condition; text 政策文号 Document
    统计 | {}资金统计 | Totals of {} | {}按区、按月的汇总 | Totals of {} by district and month | P3M unconditional XLSX
      text 区划代码 Region code [GB/T 2260]; amount 发放总额 Total paid; count 惠及人次 Payments
    核查 | {}疑点核查 | Doubtful payments of {} | {}发放中的疑点与核查结论 | Doubtful payments of {} and what was found | P3M not-shared CSV
      code 疑点类型 Kind of doubt; code 核查结论 Finding; date 核查日期 Checked on
  `,
  case: `
    立案 | {}受理信息 | Register of {} | {}的受理登记 | Every one of the {} as it was received | P1M conditional CSV
      text 来源渠道 Channel; text 事项摘要 Summary; code 紧急程度 Urgency
    结果 | {}处理结果 | Outcomes of {} | {}的办理结论 | How {} were dealt with | P1M conditional CSV
      code 处理结论 Outcome; date 办结日期 Closed on; text 承办单位 Handled by
    文书 | {}文书目录 | Documents of {} | {}产生的文书及其编号 | Documents made about {}, by number | P3M not-shared PDF
      text 文书编号 Document number; code 文书类型 Kind of document; date 送达日期 Served on
    统计 | {}分析统计 | Analysis of {} | {}的数量、类型和区域分布 | Numbers, kinds and places of {} | P1Y unconditional XLSX
      count 件数 Number; count 办结率 Per cent closed; text 统计期 Period
    回访 | {}满意度回访 | Satisfaction with {} | {}办结后的回访结果 | What people said afterwards about {} | P6M conditional CSV
      code 满意度 Satisfaction; text 意见建议 Remarks; date 回访日期 Asked on
  `,
  measure: `
    站点 | {}监测站点 | Monitoring sites for {} | {}监测点位的位置与仪器 | Where {} are measured, and with what | P1Y unconditional GeoJSON
      degrees 经度 Longitude; degrees 纬度 Latitude; text 仪器型号 Instrument
    周报 | {}监测周报 | Weekly figures on {} | {}的逐日数值与一周均值 | Daily values and weekly means of {} | P7D unconditional CSV
      code 站点编号 Site; count 周均值 Weekly mean; code 质控标记 Quality flag
    月报 | {}监测月报 | Monthly figures on {} | {}的月度数值与同比 | Monthly values of {} against the year before | P1M unconditional XLSX
      count 月均值 Monthly mean; count 同比 Against last year; code 评价等级 Grade
    预警 | {}异常预警记录 | Warnings about {} | {}超限与预警的记录 | When {} passed a limit, and who was warned | P1M conditional JSON
      code 预警等级 Level; text 处置措施 Measures; time 解除时间 Lifted at
    原始 | {}原始观测数据 | Raw observations of {} | {}仪器输出的原始记录 | What the instruments for {} recorded | irregular conditional JSON
      code 设备编号 Device; text 原始报文 Raw message; code 校验结果 Check
  `,
  document: `
    目录 | {}目录 | Index of {} | {}的编目信息 | What {} there are | P3M unconditional CSV
      text 文号 Number; text 发布机构 Issued by; code 密级 Classification level
    明细 | {}明细数据 | Details of {} | {}的逐条内容 | The contents of {}, line by line | P1M conditional CSV
      text 条目名称 Entry; count 条目数值 Figure; text 备注 Remark
    年度 | {}年度汇编 | Yearly collection of {} | 按年度汇编的{} | All {} of a year | P1Y unconditional PDF
      text 年度 Year; count 条目数 Entries; text 编制单位 Compiled by
    查询 | {}查询与核验记录 | Look-ups of {} | 查询、核验{}的记录 | Who looked up {}, and when | P1M not-shared CSV
      hashed 查询人标识 Who asked; logged 查询时间 Asked at; text 查询用途 Purpose
    利用 | {}共享利用情况 | Use made of {} | 各部门利用{}的情况 | What departments did with {} | P6M conditional XLSX
      text 利用部门 Used by; count 利用次数 Times used; text 利用成效 Result
  `,
};
