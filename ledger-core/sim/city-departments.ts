/** The demo city: its 49 departments, invented but shaped like those of a large city. */
import type { DepartmentFunction } from "#ledger-core/contract/schema/policy.ts";

export type CityDepartment = {
  /** Begins the handles of its people. */
  readonly slug: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly shortZh: string;
  readonly shortEn: string;
  readonly functions: readonly DepartmentFunction[];
  /** `Chinese title|English title` of each dataset. */
  readonly datasets: readonly string[];
};

function department(
  slug: string,
  names: readonly [string, string, string, string],
  functions: readonly DepartmentFunction[],
  ...datasets: readonly string[]
): CityDepartment {
  const [nameZh, nameEn, shortZh, shortEn] = names;
  return { slug, nameZh, nameEn, shortZh, shortEn, functions, datasets };
}

const LARGE = new Set(
  "data-bureau finance civil-affairs housing public-security human-resources market health education natural-resources environment transport".split(
    " ",
  ),
);
const MIDDLE = new Set(
  "audit medical-insurance water agriculture rural-revitalisation commerce industry development-reform statistics tax justice court emergency urban-management culture-tourism district".split(
    " ",
  ),
);

/** How many people a department has: some ten, some six, three. */
export function scaleOf(slug: string): "large" | "middle" | "small" {
  if (LARGE.has(slug)) return "large";
  return MIDDLE.has(slug) ? "middle" : "small";
}

/** The founding department first. */
export const CITY_DEPARTMENTS: readonly CityDepartment[] = [
  department(
    "data-bureau",
    ["市数据局", "Data Bureau", "数据局", "Data"],
    ["bureau"],
    "政务目录总表|Master list of government catalogues",
    "接口调用日志|Interface call log",
    "数据质量通报|Data quality bulletin",
  ),
  department(
    "audit",
    ["市审计局", "Audit Bureau", "审计局", "Audit"],
    ["audit"],
    "审计项目清单|Audit projects",
    "整改落实情况|Rectification progress",
  ),
  department(
    "discipline",
    ["市纪检监察委", "Discipline Commission", "纪检委", "Discip"],
    ["audit"],
    "公职人员名录|Register of public officials",
  ),
  department(
    "finance",
    ["市财政局", "Finance Bureau", "财政局", "Finance"],
    ["finance"],
    "惠民补贴发放|Subsidy payments to residents",
    "预算单位名录|Budget units",
    "政府采购合同|Procurement contracts",
  ),
  department(
    "civil-affairs",
    ["市民政局", "Civil Affairs Bureau", "民政局", "Civil"],
    [],
    "低保家庭信息|Low-income household register",
    "婚姻登记|Marriage register",
    "养老机构|Elderly care institutions",
    "社会组织名录|Register of social organisations",
  ),
  department(
    "housing",
    ["市住房城乡建设局", "Housing and Construction Bureau", "住建局", "Housing"],
    ["project", "inspection"],
    "危房改造台账|Unsafe housing repairs",
    "公租房分配|Public rental allocation",
    "施工许可|Construction permits",
  ),
  department(
    "public-security",
    ["市公安局", "Public Security Bureau", "公安局", "Police"],
    ["police"],
    "常住人口基础信息|Resident population register",
    "机动车登记|Vehicle register",
    "居住证|Residence permits",
  ),
  department(
    "human-resources",
    ["市人力资源社会保障局", "Human Resources and Social Security Bureau", "人社局", "Social"],
    [],
    "社保参保信息|Social insurance enrolment",
    "就业登记|Employment register",
    "职业资格证书|Vocational certificates",
  ),
  department(
    "market",
    ["市市场监督管理局", "Market Regulation Bureau", "市监局", "Market"],
    ["inspection"],
    "企业登记信息|Company register",
    "食品经营许可|Food licences",
    "特种设备|Special equipment",
  ),
  department(
    "health",
    ["市卫生健康委", "Health Commission", "卫健委", "Health"],
    ["hospital"],
    "医疗机构执业登记|Medical institutions",
    "出生医学证明|Birth certificates",
    "疫苗接种点|Vaccination sites",
  ),
  department(
    "community-health",
    ["社区卫生服务中心", "Community Health Centre", "社卫", "Clinic"],
    ["clinic"],
    "居民健康档案目录|Index of resident health records",
    "家庭医生签约|Family doctor contracts",
  ),
  department(
    "medical-insurance",
    ["市医疗保障局", "Medical Insurance Bureau", "医保局", "Insure"],
    [],
    "医保参保人员|Medical insurance members",
    "定点医药机构|Designated providers",
  ),
  department(
    "education",
    ["市教育局", "Education Bureau", "教育局", "Educat"],
    [],
    "学籍信息|School enrolment",
    "学校名录|Schools",
    "困难学生资助|Student aid",
  ),
  department(
    "natural-resources",
    ["市规划和自然资源局", "Planning and Natural Resources Bureau", "规资局", "Land"],
    [],
    "不动产登记|Real estate register",
    "国土空间规划|Spatial plans",
    "地名地址库|Address gazetteer",
  ),
  department(
    "environment",
    ["市生态环境局", "Ecology and Environment Bureau", "环境局", "Environ"],
    ["inspection"],
    "空气质量监测|Air quality",
    "排污许可|Discharge permits",
    "水质断面|Water quality",
  ),
  department(
    "transport",
    ["市交通运输局", "Transport Bureau", "交通局", "Transpt"],
    [],
    "公交线路站点|Bus routes and stops",
    "道路运输许可|Road transport licences",
    "网约车运营|Ride hailing operation",
  ),
  department(
    "water",
    ["市水务局", "Water Bureau", "水务局", "Water"],
    [],
    "供水管网|Water mains",
    "雨量水位|Rainfall and water levels",
  ),
  department(
    "agriculture",
    ["市农业农村局", "Agriculture and Rural Affairs Bureau", "农业局", "Agri"],
    ["project"],
    "农户补贴面积|Subsidised farmland",
    "农产品检测|Produce tests",
  ),
  department(
    "rural-revitalisation",
    ["市乡村振兴局", "Rural Revitalisation Bureau", "乡振局", "Rural"],
    ["project", "village"],
    "监测对象台账|Households under observation",
    "衔接资金项目|Bridging fund projects",
  ),
  department(
    "commerce",
    ["市商务局", "Commerce Bureau", "商务局", "Commerce"],
    [],
    "外贸企业备案|Foreign trade companies",
    "消费市场监测|Consumer market monitor",
  ),
  department(
    "industry",
    ["市工业和信息化局", "Industry and Information Bureau", "工信局", "Industry"],
    [],
    "规上工业企业|Large industrial enterprises",
    "软件企业名录|Software companies",
  ),
  department(
    "development-reform",
    ["市发展改革委", "Development and Reform Commission", "发改委", "Develop"],
    [],
    "投资项目备案|Investment projects",
    "公共信用信息|Public credit records",
  ),
  department(
    "statistics",
    ["市统计局", "Statistics Bureau", "统计局", "Stats"],
    [],
    "人口普查汇总|Census totals",
    "居民收入调查|Household income survey",
  ),
  department(
    "tax",
    ["市税务局", "Tax Bureau", "税务局", "Tax"],
    [],
    "纳税人登记|Taxpayer register",
    "欠税公告|Tax arrears notices",
  ),
  department(
    "justice",
    ["市司法局", "Justice Bureau", "司法局", "Justice"],
    ["notary"],
    "公证书目录|Index of notarial deeds",
    "律师执业|Practising lawyers",
  ),
  department(
    "court",
    ["市中级人民法院", "Intermediate Court", "中院", "Court"],
    ["court"],
    "失信被执行人|Persons in breach of judgments",
    "开庭公告|Hearing notices",
  ),
  department(
    "procuratorate",
    ["市人民检察院", "Procuratorate", "检察院", "Procur"],
    [],
    "公益诉讼线索|Public interest leads",
  ),
  department(
    "emergency",
    ["市应急管理局", "Emergency Management Bureau", "应急局", "Emerg"],
    ["emergency"],
    "危险化学品企业|Hazardous chemical companies",
    "应急物资库|Emergency stores",
    "避难场所|Shelters",
  ),
  department(
    "fire",
    ["市消防救援支队", "Fire and Rescue Service", "消防队", "Fire"],
    ["emergency"],
    "消防栓位置|Fire hydrants",
    "消防验收|Fire safety acceptance",
  ),
  department(
    "urban-management",
    ["市城市管理局", "Urban Management Bureau", "城管局", "Urban"],
    [],
    "市政设施|Municipal facilities",
    "垃圾收运点|Waste collection points",
    "城管处罚|Urban management penalties",
  ),
  department(
    "culture-tourism",
    ["市文化和旅游局", "Culture and Tourism Bureau", "文旅局", "Culture"],
    [],
    "文物保护单位|Protected heritage sites",
    "旅行社名录|Travel agencies",
  ),
  department("sports", ["市体育局", "Sports Bureau", "体育局", "Sports"], [], "公共体育场馆|Public sports venues"),
  department(
    "veterans",
    ["市退役军人事务局", "Veterans Affairs Bureau", "退役局", "Veteran"],
    [],
    "优抚对象|Recipients of veterans benefits",
  ),
  department(
    "disabled-federation",
    ["市残疾人联合会", "Disabled Persons Federation", "残联", "Disabled"],
    [],
    "残疾人证|Disability certificates",
  ),
  department(
    "women",
    ["市妇女联合会", "Women's Federation", "妇联", "Women"],
    [],
    "妇女儿童服务点|Service points for women and children",
  ),
  department("youth", ["共青团市委", "Youth League", "团市委", "Youth"], [], "志愿服务记录|Volunteer service records"),
  department(
    "housing-fund",
    ["市住房公积金中心", "Housing Provident Fund Centre", "公积金", "HFund"],
    [],
    "公积金缴存|Provident fund deposits",
  ),
  department(
    "archives",
    ["市档案馆", "City Archives", "档案馆", "Archives"],
    [],
    "开放档案目录|Index of open archives",
  ),
  department(
    "meteorology",
    ["市气象局", "Meteorological Bureau", "气象局", "Weather"],
    [],
    "气象观测|Weather observations",
    "灾害预警|Hazard warnings",
  ),
  department(
    "power-grid",
    ["市供电公司", "Power Supply Company", "供电", "Grid"],
    ["grid"],
    "企业用电|Electricity use of companies",
    "充电桩|Charging points",
  ),
  department(
    "energy-market",
    ["电力交易中心", "Power Exchange Centre", "交易中心", "PX"],
    ["market"],
    "交易出清结果|Cleared trades",
  ),
  department("gas", ["市燃气公司", "Gas Company", "燃气", "Gas"], [], "燃气用户安检|Gas safety checks"),
  department(
    "bank",
    ["市商业银行", "City Commercial Bank", "市商行", "Bank"],
    ["bank"],
    "代发账户状态|Status of payment accounts",
  ),
  department(
    "supervision",
    ["市建设监理公司", "Construction Supervision Company", "监理", "Superv"],
    ["supervisor"],
    "监理人员在岗|Supervisors on site",
  ),
  department(
    "evidence",
    ["互联网存证平台", "Evidence Platform", "存证", "Evidence"],
    ["evidence"],
    "存证编目|Index of deposits",
  ),
  department("customs", ["海关", "Customs", "海关", "Customs"], [], "进出口企业信用|Credit of trading companies"),
  department(
    "ethnic-affairs",
    ["市民族宗教局", "Ethnic and Religious Affairs Bureau", "民宗局", "Ethnic"],
    [],
    "宗教活动场所|Religious venues",
  ),
  department(
    "government-office",
    ["市政府办公厅", "General Office", "市府办", "Office"],
    [],
    "政府公报|Government gazette",
    "政务服务事项|Government services",
  ),
  department(
    "district",
    ["云台区人民政府", "Yuntai District Government", "云台区", "Yuntai"],
    ["project", "village"],
    "社区网格|Community grids",
    "区级惠民项目|District projects for residents",
  ),
];
