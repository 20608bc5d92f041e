/** All verbs: what is typed, what each is for, and where it is. */
import { CATALOG_FORMAT_NAMES } from "#ledger-core/exchange/catalog-format.ts";
import { BACKUP_VERBS } from "./backup-verbs.ts";
import { LOG_KEY_VERBS } from "./log-key-verbs.ts";
import { flag, PERSON, text } from "./verb-options.ts";
import type { Option, Verb } from "./verb.ts";

const FORMAT_NAMES = CATALOG_FORMAT_NAMES.join(", ");
const DEPARTMENT: Option = text("D", {
  zh: "部门：编号、统一社会信用代码或名称",
  en: "a department by number, Unified Social Credit Code or name",
});

export const VERBS: readonly Verb[] = [
  {
    name: "init",
    usage: "DIR --network NAME --department NAME --uscc CODE --person NAME",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "新建一个网络，含首个部门和首位人员", en: "creates a network with its first department and person" },
    options: {
      network: text("NAME", { zh: "网络名称", en: "name of the network" }),
      department: text("NAME", { zh: "首个部门的名称", en: "name of the first department" }),
      uscc: text("CODE", {
        zh: "该部门的统一社会信用代码（18 位）",
        en: "its Unified Social Credit Code (18 characters)",
      }),
      person: text("NAME", { zh: "首位人员的代号", en: "handle of the first person" }),
    },
    examples: [
      'init my-ledger --network "Test City" --department "Data Bureau" --uscc 11320100MB1234567A --person anna',
    ],
    load: () => import("./verbs/init.ts"),
  },
  {
    name: "key new",
    usage: "DIR --person NAME -o REQUEST",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "为另一人新建密钥，并写出登记申请", en: "makes another person's key, and a request to enrol it" },
    options: {
      person: text("NAME", { zh: "代号", en: "the person's handle" }),
      output: {
        ...text("REQUEST", { zh: "登记申请文件；不含秘密", en: "the request's file; it holds no secret" }),
        short: "o",
      },
    },
    examples: ["key new my-ledger --person ben -o ben.request"],
    load: () => import("./verbs/key-new.ts"),
  },
  {
    name: "enrol",
    usage: "DIR REQUEST [--as PERSON] [--department D] [--role R]...",
    wordsMin: 2,
    wordsMax: 2,
    about: { zh: "登记一份密钥申请", en: "enrols the person of a request" },
    options: {
      as: PERSON,
      department: {
        ...DEPARTMENT,
        about: {
          zh: "登记到哪个部门；默认为签署人的部门",
          en: "the department to enrol into; the signer's by default",
        },
      },
      role: {
        type: "string",
        multiple: true,
        value: "R",
        about: { zh: "角色，可重复；默认 officer", en: "a role, may be repeated; officer by default" },
      },
    },
    examples: ["enrol my-ledger ben.request --as anna --role steward --role leader"],
    load: () => import("./verbs/enrol.ts"),
  },
  {
    name: "demo",
    usage: "DIR [--seed N] [--size small|city] [--until DATE]",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "用签名操作建立示例城市", en: "builds the demo city through signed actions" },
    options: {
      seed: text("N", { zh: "种子；相同的种子建立相同的城市", en: "the seed; the same one builds the same city" }),
      size: text("small|city", { zh: "规模；默认 city", en: "how much of it; city by default" }),
      until: text("DATE", {
        zh: "结束日期 YYYY-MM-DD；默认今天之前",
        en: "its last day, YYYY-MM-DD; before today by default",
      }),
    },
    examples: ["demo my-demo --size small"],
    load: () => import("./verbs/demo.ts"),
  },
  {
    name: "serve",
    usage: "DIR [--port N] [--no-open] [--checkpoints FOLDER]",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "在本机启动节点和控制台", en: "runs the node and the console on this machine" },
    options: {
      port: text("N", { zh: "端口；默认由系统选择", en: "the port; any free one by default" }),
      "no-open": flag({ zh: "不打开浏览器", en: "open no browser" }),
      checkpoints: text("FOLDER", {
        zh: "另一个文件夹，最好在另一块磁盘上：每小时保存一次检查点，启动时核对",
        en: "a second folder, best on another disk: keeps each hour's checkpoint, compared at the start",
      }),
    },
    notes: {
      zh: "标准输出的第一行是 JSON：{url, port, pid}；网址含一次性票据。按 Ctrl-C 停止。程序可用 POST /submit 成批提交已签署的事项（application/octet-stream：每件之前是四字节长度，高位在前；凭票据换得的 Cookie，并带本页的 Origin）；回答按次序说明每一件的结果，断线后原样重发即可，不会重复执行。",
      en: "The first line of stdout is JSON: {url, port, pid}; the address carries a ticket for one use. Ctrl-C stops it. Programs hand in signed acts by the thousand with POST /submit (application/octet-stream: each act after its length in four bytes, most significant first; with the cookie that a ticket gives and this address as Origin). The answer says in order what became of each; after a broken connection the same bytes are sent again, and nothing is performed twice.",
    },
    examples: ["serve my-ledger --port 8080 --no-open"],
    load: () => import("./verbs/serve.ts"),
  },
  {
    name: "status",
    usage: "DIR",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "账本中有什么", en: "what is in a ledger" },
    options: {},
    examples: ["status my-ledger --json"],
    load: () => import("./verbs/status.ts"),
  },
  {
    name: "import",
    usage: "DIR FILE... [--dry-run] [--yes]",
    wordsMin: 2,
    wordsMax: 1_000,
    about: { zh: "导入外部目录", en: "brings outside catalogues in" },
    options: {
      format: text("F", { zh: "文件格式；默认自动识别", en: "what the file is; recognised by default" }),
      source: text("KEY", {
        zh: "来源名称；默认取自文件，并会说明",
        en: "the source's key; by default from the file, and said",
      }),
      department: {
        ...DEPARTMENT,
        about: { zh: "导入到哪个部门；须是签署人的部门", en: "for which department; it must be the signer's" },
      },
      as: PERSON,
      "dry-run": flag({ zh: "只预览，不写入", en: "say what would happen, write nothing" }),
      strict: flag({
        zh: "只要有一行被拒绝就什么都不导入，退出码为 1",
        en: "import nothing, with exit code 1, if a row is refused",
      }),
      yes: flag({
        zh: "同意停用来源中五分之一以上的记录",
        en: "agree to retiring more than a fifth of a source's records",
      }),
    },
    notes: {
      zh: "再次导入同一来源的文件时，只写入新增、变更和停用的记录；中断后重新运行即可继续。",
      en: "A newer file of a source writes only what is new, changed or gone; after an interruption, run it again.",
    },
    examples: ["import my-ledger data.json.gz --dry-run", "import my-ledger data.json.gz --as anna"],
    load: () => import("./verbs/import.ts"),
  },
  {
    name: "export",
    usage: "DIR catalog|template [-o OUT]",
    wordsMin: 2,
    wordsMax: 2,
    about: { zh: "导出目录或空白模板", en: "writes the catalogue, or a form to fill in" },
    options: {
      format: text("F", { zh: `${FORMAT_NAMES}；默认 dcat-us`, en: `${FORMAT_NAMES}; dcat-us by default` }),
      output: {
        ...text("OUT", { zh: "文件；默认写到标准输出", en: "the file; standard output by default" }),
        short: "o",
      },
      department: { ...DEPARTMENT, about: { zh: "只导出一个部门的", en: "only what this department owns" } },
      source: text("KEY", { zh: "只导出一个来源的", en: "only what came from this source" }),
      at: text("HEIGHT", { zh: "该高度时的内容", en: "as it was at that height" }),
    },
    notes: {
      zh: "目录文件旁另存 OUT.checkpoint，即该高度的检查点。",
      en: "Beside the file of a catalogue lies OUT.checkpoint, the checkpoint of the log that it is as of.",
    },
    examples: [
      "export my-ledger catalog -o data.json",
      "export my-ledger template --format national-xlsx -o template.xlsx",
    ],
    load: () => import("./verbs/export.ts"),
  },
  {
    name: "submit",
    usage: "DIR KIND BODY.json [--as PERSON]",
    wordsMin: 3,
    wordsMax: 3,
    about: { zh: "签署并提交一项操作", en: "signs and submits one action" },
    options: { as: PERSON },
    notes: {
      zh: "BODY.json 为 - 时从标准输入读取。ledger query DIR ledger.kinds 列出所有操作及其内容的 JSON Schema。",
      en: "BODY.json may be -, which reads standard input. ledger query DIR ledger.kinds lists every KIND with the JSON Schema of its body.",
    },
    examples: ["submit my-ledger catalog.create dataset.json --as anna"],
    load: () => import("./verbs/submit.ts"),
  },
  {
    name: "query",
    usage: "DIR [NAME [ARGS]] [--at HEIGHT]",
    wordsMin: 1,
    wordsMax: 3,
    about: { zh: "查询账本", en: "asks the ledger" },
    options: {
      as: {
        ...PERSON,
        about: { zh: "以谁的身份查询，例如收件箱", en: "who asks, for what is about a person, such as an inbox" },
      },
      at: text("HEIGHT", {
        zh: "该高度时的内容",
        en: "as it was at that height",
      }),
    },
    notes: {
      zh: "ARGS 是 JSON 或 JSON 文件。不给 NAME 时列出全部查询及其参数。除直接取自日志的 ledger.rows 外，查询过去的高度要先把账本临时复制并退回到该高度，大的账本需要一些时间和磁盘空间。",
      en: "ARGS is JSON or a JSON file. Without NAME it lists all queries with what they take. Of a height of the past, ledger.rows comes straight from the log; for any other query a copy of the ledger is set back to it first, which takes time and room where the ledger is large.",
    },
    examples: [
      `query my-ledger ledger.entries '{"limit": 5}'`,
      `query my-ledger catalog.search '{"text": "bridges"}' --at 40`,
      "query my-ledger",
    ],
    load: () => import("./verbs/query.ts"),
  },
  {
    name: "history",
    usage: "DIR TABLE KEY [--at HEIGHT]",
    wordsMin: 3,
    wordsMax: 3,
    about: { zh: "一条记录的全部变更", en: "every change of a record, with who and why" },
    options: { at: text("HEIGHT", { zh: "截至该高度", en: "up to that height" }) },
    examples: ["history my-ledger catalog.dataset 1"],
    load: () => import("./verbs/history.ts"),
  },
  {
    name: "proof",
    usage: "DIR ID -o FOLDER [--since OLD.tlog-proof|CHECKPOINT] [--verifier]",
    wordsMin: 2,
    wordsMax: 2,
    about: { zh: "取出一份可离线验证的证明", en: "takes a proof away that verifies offline" },
    options: {
      output: { ...text("FOLDER", { zh: "写到哪个文件夹", en: "the folder to write to" }), short: "o" },
      since: text("FILE", {
        zh: "以前取得的证明或检查点：证明中附上日志此后只增不改的一致性证明",
        en: "an older proof or signed checkpoint: the proof then also shows that the log only grew since",
      }),
      verifier: flag({
        zh: "旁边再放一个网页 verifier.html：任何浏览器打开即可离线验证",
        en: "puts verifier.html beside it: a page that verifies offline in any browser",
      }),
    },
    examples: [
      "proof my-ledger 5f0c…64 -o proof",
      "proof my-ledger 5f0c…64 -o proof --since old/5f0c…64.tlog-proof",
      "proof my-ledger 5f0c…64 -o proof --verifier",
    ],
    load: () => import("./verbs/proof.ts"),
  },
  {
    name: "statement",
    usage: "DIR [--at HEIGHT] [--as PERSON] [--table NAME (--key KEY | --from VALUES [--below VALUES]) -o FOLDER]",
    wordsMin: 1,
    wordsMax: 1,
    about: {
      zh: "算出全部数据在某一高度的根，并取出其中各行的证明",
      en: "the root over all rows at a height, and proofs of rows",
    },
    options: {
      as: {
        ...PERSON,
        about: {
          zh: "由谁签署这份声明并写入账本；缺省为只计算",
          en: "who signs the statement into the ledger; only computed by default",
        },
      },
      at: text("HEIGHT", { zh: "哪个高度；缺省为最新", en: "the height; the newest one by default" }),
      table: text("NAME", { zh: "要证明哪张表的数据", en: "the table whose rows are to be proven" }),
      key: text("KEY", { zh: "哪一行，或证明没有这一行", en: "which row, or that there is none" }),
      from: text("VALUES", {
        zh: "排序列的值，以逗号相隔：其下的全部行",
        en: "values by which the table is ordered, with commas: all rows under them",
      }),
      below: text("VALUES", { zh: "到哪里为止（不含）", en: "where the rows end, not included" }),
      output: { ...text("FOLDER", { zh: "证明写到哪个文件夹", en: "the folder to write the proof to" }), short: "o" },
    },
    notes: {
      zh: "不影响正在运行的节点。再次运行只重算有改动的行（中间结果保存在 statement.sqlite，可删除）。节点从不自行签署：需要定期陈述时，请由系统定时任务运行带 --as 的命令。",
      en: "A running node is not held up. Run again, it hashes only rows that changed (kept in statement.sqlite, which may be deleted). A node signs nothing by itself: for statements at intervals have the system's timer run it with --as.",
    },
    examples: [
      "statement my-ledger",
      "statement my-ledger --as anna",
      "statement my-ledger --as anna --table catalog.dataset --key 7 -o proof",
      "statement my-ledger --as anna --at 40 --table catalog.agreement --from 7 -o proof",
    ],
    load: () => import("./verbs/statement.ts"),
  },
  {
    name: "tiles",
    usage: "DIR -o FOLDER",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "把日志写成任何人都能读的瓦片文件夹", en: "writes the log as tiles that anybody can read" },
    options: { output: { ...text("FOLDER", { zh: "写到哪个文件夹", en: "the folder to write to" }), short: "o" } },
    notes: {
      zh: "格式为 C2SP tlog-tiles，另附签署检查点的验证密钥（vkey）。再次运行只写新增部分。",
      en: "In the form of C2SP tlog-tiles, with the key that signed the checkpoint in vkey. Run again, it only writes what is new.",
    },
    examples: ["tiles my-ledger -o tiles"],
    load: () => import("./verbs/tiles.ts"),
  },
  {
    name: "verify",
    usage: "PATH... [--key VKEY]... [--since OLD.tlog-proof|CHECKPOINT]",
    wordsMin: 1,
    wordsMax: 1_000,
    about: { zh: "离线验证证明或整个账本", en: "verifies a proof or a whole ledger, offline" },
    options: {
      key: {
        type: "string",
        multiple: true,
        value: "VKEY",
        about: { zh: "您信任的账本密钥，可重复", en: "a log's key that you trust, may be repeated" },
      },
      since: text("FILE", {
        zh: "以前取得的证明或检查点：同时检查账本此后只增不改",
        en: "an older proof or signed checkpoint: also checks that the log only grew since",
      }),
    },
    examples: ["verify proof --key tcc/0123456789abcdef+…", "verify tiles --key tcc/0123456789abcdef+…"],
    load: () => import("./verbs/verify.ts"),
  },
  {
    name: "fsck",
    usage: "DIR [--checkpoint FILE]",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "从第一个字节起检查整个账本", en: "proves a ledger from its first byte" },
    options: {
      checkpoint: text("FILE", {
        zh: "另处保存的检查点，或以前取得的 .tlog-proof：账本必须是它的延续",
        en: "a checkpoint held elsewhere, or an older .tlog-proof, which the ledger must extend",
      }),
    },
    examples: ["fsck my-ledger"],
    load: () => import("./verbs/fsck.ts"),
  },
  ...LOG_KEY_VERBS,
  ...BACKUP_VERBS,
  {
    name: "rebuild",
    usage: "DIR",
    wordsMin: 1,
    wordsMax: 1,
    about: { zh: "从账本重建检索等派生表和索引", en: "makes search, counts and indexes anew from the log" },
    options: {},
    notes: {
      zh: "账本本身不作修改。中断后，下次打开时接着重建。",
      en: "The log itself is not altered. After an interruption the next opening goes on.",
    },
    examples: ["rebuild my-ledger"],
    load: () => import("./verbs/rebuild.ts"),
  },
  {
    name: "doctor",
    usage: "[DIR]",
    wordsMin: 0,
    wordsMax: 1,
    about: { zh: "检查这台电脑和账本文件夹", en: "what this machine has and lacks, and what to do" },
    options: {},
    examples: ["doctor my-ledger"],
    load: () => import("./verbs/doctor.ts"),
  },
  {
    name: "bench",
    usage: "[NAME]... [--full]",
    wordsMin: 0,
    wordsMax: 20,
    about: { zh: "测量速度", en: "measures how fast it is here" },
    options: { full: flag({ zh: "更大的数据量", en: "with more data" }) },
    notes: {
      zh: "door 另与 Tessera 的日志比较，需要 Go：首次运行会取得并编译它的程序，约需一两分钟；没有 Go 时说明后略过。",
      en: "door also compares with Tessera's log, which needs Go: the first run fetches and builds its programs, which takes a minute or two; without Go it says so and leaves that out.",
    },
    examples: ["bench", "bench seal search"],
    load: () => import("./verbs/bench.ts"),
  },
];

/** The verb that the command line begins with; `key new` is two words. */
export function findVerb(given: readonly string[]): Verb | undefined {
  return VERBS.find((verb) => {
    const words = verb.name.split(" ");
    return words.every((word, i) => given[i] === word);
  });
}
