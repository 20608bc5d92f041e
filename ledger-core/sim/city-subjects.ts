/** What each department of the demo city keeps data about. */

/** Decides which datasets there are about a subject, with which items. */
const KINDS = [
  "people",
  "organisation",
  "place",
  "permit",
  "project",
  "payment",
  "case",
  "measure",
  "document",
] as const;
export type SubjectKind = (typeof KINDS)[number];

/** `en` is a plural that can stand in the middle of a sentence. */
export type Subject = { readonly kind: SubjectKind; readonly zh: string; readonly en: string };

/** By department; within one of them by kind, `中文=English` each. */
const SUBJECTS: Readonly<Record<string, Partial<Record<SubjectKind, readonly string[]>>>> = {
  "data-bureau": {
    place: ["政务云机房=government cloud rooms", "自助服务终端=self-service terminals"],
    measure: ["政务外网运行=government network service"],
    case: ["数据异议处理=data objections", "政务热线工单=citizen hotline cases"],
    project: ["政务信息化项目=government information projects"],
    document: ["数据标准=data standards"],
  },
  audit: {
    project: ["经济责任审计=accountability audits", "政府投资审计=public investment audits"],
    case: ["审计整改事项=audit rectification items"],
    document: ["审计结果公告=audit result notices"],
  },
  discipline: {
    case: ["群众身边腐败线索=leads on corruption close to residents", "巡察反馈问题=inspection findings"],
    document: ["廉政谈话记录=integrity talks"],
  },
  finance: {
    organisation: ["会计师事务所=accounting firms", "代理记账机构=bookkeeping agencies"],
    project: ["政府采购项目=procurement projects", "政府债券项目=government bond projects"],
    payment: [
      "惠民惠农补贴=subsidies for residents and farmers",
      "专项转移支付=earmarked transfers",
      "困难群众救助资金=relief funds",
      "基本公共服务经费=basic service funds",
    ],
    place: ["行政事业单位资产=public assets"],
    document: ["部门预算=departmental budgets", "政府性基金=government funds", "非税收入=non-tax revenue"],
  },
  "civil-affairs": {
    people: [
      "特困供养人员=people in extreme hardship",
      "孤儿和事实无人抚养儿童=orphans and unsupported children",
      "高龄老年人=residents of advanced age",
      "留守儿童=children left behind",
      "流浪救助人员=homeless people in care",
    ],
    organisation: ["慈善组织=charities", "社区养老服务站=community care stations", "基金会=foundations"],
    place: ["殡葬服务设施=funeral facilities", "儿童福利院=children's homes", "标准地名=standard place names"],
    payment: ["高龄津贴=old-age allowances", "临时救助=temporary relief", "残疾人两项补贴=disability allowances"],
    document: ["行政区划=administrative divisions", "基层群众自治=grassroots self-government"],
  },
  housing: {
    people: ["公租房保障对象=public housing tenants", "注册建造师=registered constructors"],
    organisation: [
      "建筑业企业=construction companies",
      "房地产开发企业=property developers",
      "物业服务企业=property managers",
      "工程检测机构=construction testing bodies",
    ],
    place: ["老旧小区=old housing estates", "历史建筑=historic buildings", "城市地下管线=underground pipelines"],
    permit: ["商品房预售=housing pre-sales", "施工图审查=construction drawings"],
    project: [
      "老旧小区改造=estate renewals",
      "保障性住房建设=affordable housing projects",
      "危房改造=unsafe home repairs",
    ],
    payment: ["住房租赁补贴=rental subsidies", "农民工工资专户=wage accounts of migrant workers"],
    case: ["工程质量投诉=construction quality complaints", "住建领域执法案件=construction enforcement cases"],
  },
  "public-security": {
    people: [
      "流动人口=migrant residents",
      "出入境人员=border crossers",
      "户籍迁移人员=people who moved their household",
    ],
    organisation: ["旅馆业单位=hotels", "保安服务公司=security companies", "开锁业单位=locksmiths"],
    place: ["警务站点=police posts", "道路监控点位=road cameras", "户籍地址=registered addresses"],
    permit: ["大型活动安全=large event safety", "机动车驾驶证=driving licences", "民用爆炸物品=civil explosives"],
    case: ["道路交通事故=road accidents", "交通违法=traffic offences", "电信诈骗警情=telephone fraud reports"],
    document: ["人口变动=population changes"],
  },
  "human-resources": {
    people: [
      "城乡居民养老待遇领取人员=pension recipients",
      "失业登记人员=registered unemployed",
      "高校毕业生=university graduates",
      "专业技术人才=professional staff",
      "工伤职工=workers injured at work",
    ],
    organisation: [
      "人力资源服务机构=employment agencies",
      "技工院校=vocational schools",
      "劳务派遣单位=labour dispatchers",
    ],
    permit: ["民办职业培训=private vocational training"],
    payment: [
      "失业保险金=unemployment benefits",
      "就业补助资金=employment subsidies",
      "稳岗返还=job retention refunds",
    ],
    case: ["劳动人事争议=labour disputes", "拖欠工资案件=unpaid wage cases"],
    document: ["岗位需求=job vacancies"],
  },
  market: {
    people: ["特种设备作业人员=special equipment operators"],
    organisation: [
      "个体工商户=sole traders",
      "农民专业合作社=farmers' cooperatives",
      "药品零售企业=pharmacies",
      "食品生产企业=food producers",
      "检验检测机构=testing laboratories",
    ],
    place: ["电梯=lifts", "农贸市场=produce markets", "压力容器=pressure vessels"],
    permit: ["药品经营=drug sales", "医疗器械经营=medical device sales", "计量标准考核=measurement standards"],
    case: ["消费投诉=consumer complaints", "经营异常名录=abnormal operations", "市场监管处罚=market penalties"],
    document: ["食品抽检=food sampling", "专利商标=patents and trade marks"],
  },
  health: {
    people: ["执业医师=practising doctors", "注册护士=registered nurses", "计划生育特殊家庭=bereaved families"],
    organisation: ["诊所=private clinics", "采供血机构=blood services", "托育机构=nurseries"],
    place: ["发热门诊=fever clinics", "急救站点=ambulance stations", "院前急救设备=defibrillators"],
    permit: ["公共场所卫生=public place hygiene", "放射诊疗=radiology", "消毒产品生产=disinfectant production"],
    payment: ["基本公共卫生补助=public health grants", "计生家庭奖励扶助=family planning awards"],
    case: ["医疗纠纷=medical disputes", "卫生监督案件=health enforcement cases"],
    measure: ["传染病疫情=infectious diseases", "饮用水卫生=drinking water quality"],
    document: ["死亡医学证明=death certificates"],
  },
  "community-health": {
    people: ["高血压管理对象=hypertension patients", "糖尿病管理对象=diabetes patients", "孕产妇=expectant mothers"],
    document: ["健康体检=health checks"],
  },
  "medical-insurance": {
    people: [
      "医疗救助对象=medical aid recipients",
      "门诊慢特病人员=chronic outpatients",
      "异地就医备案人员=patients treated elsewhere",
    ],
    organisation: ["定点零售药店=designated pharmacies", "长期护理服务机构=long-term care providers"],
    payment: ["医疗救助资金=medical aid payments", "生育津贴=maternity benefits"],
    case: ["医保基金违规案件=insurance fraud cases"],
    document: ["药品目录=drug lists"],
  },
  education: {
    people: [
      "中小学教师=school teachers",
      "随迁子女=children of migrant workers",
      "学前儿童=pre-school children",
      "特殊教育学生=pupils with special needs",
    ],
    organisation: ["幼儿园=kindergartens", "校外培训机构=tutoring centres", "民办学校=private schools"],
    place: ["校舍=school buildings", "中小学学区=school districts", "校车=school buses"],
    permit: ["教师资格=teaching qualifications"],
    payment: ["学生资助=student aid payments", "营养改善计划=school meals"],
    document: ["中考成绩=secondary entrance results", "学历证书=school certificates"],
  },
  "natural-resources": {
    organisation: ["测绘单位=surveying companies", "矿山企业=mining companies"],
    place: [
      "地质灾害隐患点=landslide hazards",
      "永久基本农田=protected farmland",
      "测量标志=survey marks",
      "古树名木=ancient trees",
      "湿地=wetlands",
    ],
    permit: ["建设用地规划=land use planning", "建设工程规划=building planning", "采矿权=mining rights"],
    project: ["土地出让=land sales", "生态修复工程=ecological restoration projects"],
    case: ["违法用地案件=illegal land use cases"],
    document: ["不动产抵押=property mortgages", "不动产查封=property seizures"],
  },
  environment: {
    organisation: [
      "重点排污单位=major dischargers",
      "危险废物经营单位=hazardous waste operators",
      "环评机构=impact assessors",
    ],
    place: ["入河排污口=river outfalls", "饮用水水源地=drinking water sources", "自然保护地=nature reserves"],
    permit: ["建设项目环评=impact assessments", "辐射安全=radiation safety"],
    measure: ["噪声=noise", "土壤环境=soil", "污染源在线排放=continuous emissions", "地下水=groundwater"],
    case: ["环境信访=environmental petitions", "环境违法案件=environmental offences"],
    document: ["碳排放核查=carbon audits"],
  },
  transport: {
    people: ["道路运输从业人员=road transport workers"],
    organisation: ["道路客运企业=coach companies", "驾驶培训机构=driving schools", "机动车维修企业=vehicle repairers"],
    place: ["农村公路=rural roads", "桥梁隧道=bridges and tunnels", "公共停车场=car parks", "地铁站点=metro stations"],
    permit: ["巡游出租车=taxis", "超限运输=oversized transport"],
    project: ["公路建设=road building"],
    measure: ["路网流量=road traffic", "公交客流=bus ridership"],
    case: ["交通运输违法案件=transport offences"],
  },
  water: {
    place: ["水库=reservoirs", "泵站=pumping stations", "堤防=dykes", "污水处理厂=sewage works"],
    permit: ["取水=water abstraction"],
    measure: ["河湖水质=rivers and lakes", "管网水压=water pressure"],
    project: ["水利工程=hydraulic works"],
  },
  agriculture: {
    people: ["农机驾驶人员=farm machinery drivers", "高素质农民=trained farmers"],
    organisation: ["家庭农场=family farms", "畜禽养殖场=livestock farms", "农资经营门店=farm supply shops"],
    place: ["高标准农田=improved farmland", "渔港=fishing harbours"],
    payment: ["耕地地力保护补贴=farmland subsidies", "农机购置补贴=machinery subsidies"],
    measure: ["农作物病虫害=crop pests"],
    document: ["土地承包经营权=farmland contracts"],
  },
  "rural-revitalisation": {
    people: ["脱贫人口=people lifted out of poverty", "驻村工作人员=resident village workers"],
    project: ["乡村产业项目=village industry projects", "人居环境整治=village clean-ups"],
    payment: ["雨露计划补助=vocational study grants", "小额信贷贴息=loan interest subsidies"],
    place: ["帮扶车间=aid workshops"],
  },
  commerce: {
    organisation: [
      "外商投资企业=foreign invested companies",
      "成品油经营企业=fuel retailers",
      "电商企业=online retailers",
    ],
    project: ["招商引资项目=inward investment projects"],
    measure: ["重要商品价格=staple prices"],
  },
  industry: {
    organisation: [
      "专精特新企业=specialised small companies",
      "高新技术企业=high-technology companies",
      "民爆生产企业=explosives makers",
    ],
    project: ["技术改造项目=industrial upgrades"],
    place: ["通信基站=mobile masts", "工业园区=industrial parks"],
    measure: ["工业运行=industrial output"],
  },
  "development-reform": {
    organisation: ["失信主体=entities in breach of trust", "节能服务机构=energy service companies"],
    project: ["重大项目=major projects", "中央预算内投资=centrally funded projects"],
    measure: ["粮油价格=grain prices", "能源消费=energy use"],
    document: ["价格目录=price lists", "信用承诺=credit pledges"],
  },
  statistics: {
    measure: ["居民消费价格=consumer prices", "规上工业产值=industrial value added", "固定资产投资=fixed investment"],
    document: [
      "国民经济核算=national accounts",
      "劳动力调查=labour surveys",
      "统计年鉴=statistical yearbooks",
      "经济普查=economic censuses",
    ],
  },
  tax: {
    organisation: [
      "纳税信用企业=rated taxpayers",
      "涉税专业服务机构=tax service firms",
      "一般纳税人=general taxpayers",
    ],
    payment: ["出口退税=export refunds", "减税降费=tax relief"],
    case: ["重大税收违法案件=major tax offences"],
    document: ["完税证明=tax payment certificates", "发票领用=invoice issues"],
  },
  justice: {
    people: ["社区矫正对象=people on community correction", "法律援助受援人=legal aid clients", "人民调解员=mediators"],
    organisation: ["律师事务所=law firms", "司法鉴定机构=forensic bodies"],
    case: ["行政复议案件=administrative reviews", "人民调解案件=mediations"],
    document: ["规范性文件=regulatory documents"],
  },
  court: {
    case: ["民商事案件=civil cases", "执行案件=enforcement cases", "破产案件=bankruptcies"],
    document: ["裁判文书=judgments"],
    people: ["限制消费人员=people barred from luxury spending"],
  },
  procuratorate: {
    case: ["公益诉讼案件=public interest cases", "未成年人检察案件=juvenile cases"],
    document: ["检察建议=procuratorial advice"],
  },
  emergency: {
    organisation: [
      "非煤矿山企业=mines other than coal",
      "烟花爆竹经营单位=fireworks dealers",
      "安全评价机构=safety assessors",
    ],
    place: ["重大危险源=major hazards", "应急广播=emergency loudspeakers"],
    permit: ["危险化学品经营=hazardous chemical sales", "安全生产=work safety"],
    case: ["生产安全事故=work accidents", "事故隐患举报=hazard reports"],
    people: ["应急救援队员=rescuers"],
    measure: ["森林火险=forest fire risk"],
  },
  fire: {
    organisation: ["消防技术服务机构=fire service firms", "消防重点单位=high-risk premises"],
    place: ["微型消防站=small fire stations"],
    case: ["火灾=fires", "消防违法案件=fire safety offences"],
  },
  "urban-management": {
    organisation: ["户外广告企业=outdoor advertisers", "环卫作业单位=cleansing contractors"],
    place: [
      "公共厕所=public toilets",
      "城市公园=parks",
      "路灯=street lamps",
      "共享单车停放点=bicycle parking",
      "城市绿地=green spaces",
      "燃气场站=gas stations",
    ],
    permit: ["占道经营=street trading", "建筑垃圾运输=building waste haulage", "户外广告设置=outdoor advertising"],
    case: ["违法建设案件=illegal buildings", "数字城管事件=city management incidents"],
    project: ["城市更新项目=urban renewal projects"],
    measure: ["生活垃圾处理量=household waste"],
  },
  "culture-tourism": {
    organisation: ["互联网上网服务场所=internet cafes", "文艺表演团体=performing companies"],
    place: ["旅游景区=tourist sights", "公共图书馆=libraries", "博物馆=museums", "不可移动文物=immovable heritage"],
    people: ["持证导游=licensed guides", "非遗传承人=bearers of intangible heritage"],
    permit: ["营业性演出=performances"],
    measure: ["游客接待=visitors"],
  },
  sports: {
    place: ["健身路径=outdoor gyms", "社会足球场=football grounds"],
    people: ["社会体育指导员=sports instructors"],
  },
  veterans: {
    people: ["退役士兵=demobilised soldiers", "烈士遗属=families of the fallen"],
    payment: ["优抚金=veterans' benefits"],
  },
  "disabled-federation": {
    people: ["残疾人康复对象=rehabilitation patients", "残疾人就业人员=employed people with disabilities"],
    organisation: ["康复机构=rehabilitation centres"],
  },
  women: { people: ["困境妇女儿童=women and children in difficulty"], case: ["家庭纠纷调解=family mediations"] },
  youth: { organisation: ["青年社会组织=youth organisations"], project: ["志愿服务项目=volunteer projects"] },
  "housing-fund": {
    organisation: ["公积金缴存单位=contributing employers"],
    payment: ["公积金提取=fund withdrawals", "公积金贷款=fund loans"],
  },
  archives: {
    document: ["婚姻档案=marriage archives", "城建档案=building archives"],
    place: ["档案库房=archive stores"],
  },
  meteorology: {
    place: ["自动气象站=weather stations"],
    measure: ["雷电=lightning", "城市热岛=urban heat"],
    permit: ["雷电防护检测=lightning protection testing"],
  },
  "power-grid": {
    place: ["变电站=substations", "配电台区=distribution areas"],
    measure: ["居民用电=household electricity", "企业用电负荷=company load"],
    case: ["停电事件=power cuts"],
  },
  "energy-market": {
    organisation: ["售电公司=electricity retailers", "绿电用户=green power users"],
    measure: ["现货价格=spot prices"],
  },
  gas: { place: ["燃气调压站=gas governors"], case: ["燃气泄漏报修=gas leak reports"], measure: ["供气量=gas supply"] },
  bank: { payment: ["惠农贷款=farm loans", "社保卡金融账户=social card accounts"], place: ["银行网点=bank branches"] },
  supervision: { project: ["在监工程=supervised works"], document: ["监理日志=supervision logs"] },
  evidence: { document: ["电子证据=electronic evidence", "时间戳记录=time stamps"] },
  customs: {
    organisation: ["报关企业=customs brokers"],
    document: ["进出口统计=trade statistics"],
    case: ["知识产权查扣=seized counterfeits"],
  },
  "ethnic-affairs": { organisation: ["宗教团体=religious bodies"], permit: ["清真食品=halal food"] },
  "government-office": {
    document: ["政策文件=policy documents", "人大建议政协提案=proposals of deputies"],
    project: ["民生实事=promised works"],
    place: ["政务服务中心=service centres"],
    case: ["政府信息公开申请=information requests"],
  },
  district: {
    people: ["社区困难居民=residents in difficulty", "网格员=grid workers", "独居老人=older people living alone"],
    organisation: ["小微企业=small companies", "社区社会组织=community groups", "沿街商铺=street shops"],
    place: [
      "社区服务中心=community centres",
      "背街小巷=back lanes",
      "口袋公园=pocket parks",
      "小区充电设施=estate charging points",
    ],
    project: ["社区微改造=small neighbourhood works", "特色产业园=industry clusters"],
    payment: ["临时生活补助=living allowances"],
    case: ["网格事件=grid incidents", "信访事项=petitions"],
    permit: ["临时占道=temporary road occupation"],
  },
};

/** What a department keeps data about, in the order of the kinds. */
export function subjectsOf(slug: string): readonly Subject[] {
  const byKind = SUBJECTS[slug] ?? {};
  return KINDS.flatMap((kind) =>
    (byKind[kind] ?? []).map((names) => {
      const [zh = "", en = ""] = names.split("=");
      return { kind, zh, en };
    }),
  );
}
