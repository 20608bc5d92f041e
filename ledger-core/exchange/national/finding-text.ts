/** The findings of a national sheet in words, in both languages: what is wrong, and what a person can do. */
import {
  ASK_FOR_FILE,
  describeIn,
  FILE_WORDS,
  NOTHING_LOST,
  VALUE_WORDS,
} from "#ledger-core/exchange/finding-words.ts";
import type { Pair, WordsOf } from "#ledger-core/exchange/finding-words.ts";
import type { SheetFindingCode, SheetRefusal } from "./finding-codes.ts";

const CORRECT_ROW: Pair = {
  en: "This dataset is left out. Correct the cell and import again; the other datasets are not affected.",
  zh: "该信息资源不导入。请更正此单元格后重新导入，其他信息资源不受影响。",
};
const CODE_FORM: Pair = {
  en: "It is taken all the same. By the guide a code has one digit for the class (1, 2 or 3), two for the item, three for the category, then subcategory and sequence number.",
  zh: "仍然导入。按编制指南，代码由 1 位类（1、2 或 3）、2 位项、3 位目，再加细目和顺序号组成。",
};

/** What is found in a row, or in a file that is taken all the same. */
const FINDINGS: WordsOf<SheetFindingCode> = {
  ...FILE_WORDS,
  ...VALUE_WORDS,
  CODE_MISSING: { message: { en: "The code of the resource is missing", zh: "缺少信息资源代码" } },
  CODE_TWICE: {
    message: { en: "An earlier dataset has the same code", zh: "信息资源代码与前面的重复" },
    advice: {
      en: "This one is left out; the earlier one is taken. Give each dataset a code of its own. Rows of one dataset stand below each other.",
      zh: "该信息资源不导入，以前面的为准。请为每个信息资源编制不同的代码；同一信息资源的各行应连续排列。",
    },
  },
  CODE_ROUNDED: {
    message: { en: "The code was stored as a number and has lost digits", zh: "代码被存成了数字，末尾数位已丢失" },
    advice: {
      en: "This dataset is left out, for its code cannot be known. Format the column as text, enter the code again in full, and import again.",
      zh: "代码已无法还原，该信息资源不导入。请将该列设为文本格式，重新录入完整代码后再导入。",
    },
  },
  CODE_NOT_DIGITS: {
    message: { en: "The code holds something else than digits", zh: "代码含有数字以外的字符" },
    advice: CODE_FORM,
  },
  CODE_TOO_SHORT: {
    message: { en: "The code is too short to have a sequence number", zh: "代码过短，缺少顺序号" },
    advice: CODE_FORM,
  },
  CODE_CLASS_UNKNOWN: {
    message: { en: "The code does not begin with 1, 2 or 3", zh: "代码首位不是 1、2 或 3" },
    advice: CODE_FORM,
  },
  CODE_CLASS_DIFFERS: {
    message: { en: "The code is of another class than the one named", zh: "代码的类与所填的类不一致" },
    advice: {
      en: "It is taken all the same. Compare the first digit with the class: 1 basic, 2 thematic, 3 departmental.",
      zh: "仍然导入。请核对代码首位与类：1 为基础信息资源，2 为主题信息资源，3 为部门信息资源。",
    },
  },
  ELEMENT_MISSING: {
    message: {
      en: "An element that the guide demands is missing, or what stands for it cannot be read",
      zh: "缺少编制指南要求的元素，或其内容无法识别",
    },
  },
  SHARING_UNKNOWN: {
    message: {
      en: "The sharing type is none of 无条件共享, 有条件共享, 不予共享",
      zh: "共享类型不是无条件共享、有条件共享、不予共享之一",
    },
  },
  OPENNESS_UNKNOWN: {
    message: { en: "The openness is not one of the known words", zh: "开放类型不是规定的写法" },
    advice: {
      en: "It is taken as not open to the public. Use one of 无条件开放, 有条件开放, 不予开放.",
      zh: "按不予开放处理。请填写：无条件开放、有条件开放或不予开放。",
    },
  },
  OPENNESS_MISSING: {
    message: { en: "It is not said whether the data are open to the public", zh: "未填写开放属性" },
    advice: {
      en: "It is taken as not open to the public. The guide asks for it: have it filled in.",
      zh: "按不予开放处理。开放属性是核心元数据，请补填。",
    },
  },
  SENSITIVITY_UNKNOWN: {
    message: { en: "The sensitivity is not one of the known words", zh: "敏感级别不是规定的写法" },
    advice: {
      en: "The item is taken as sensitive. Use one of 公开, 内部, 敏感, 个人信息.",
      zh: "该信息项按敏感处理。请填写：公开、内部、敏感或个人信息。",
    },
  },
  CYCLE_UNKNOWN: {
    message: { en: "The update cycle is not one of the known words", zh: "更新周期不是规定的写法" },
    advice: {
      en: "The words are kept, but nobody can tell when an update is overdue.",
      zh: "原文保留，但系统无法判断是否逾期未更新。",
    },
  },
  DATE_INVALID: {
    ...VALUE_WORDS.DATE_INVALID,
    advice: {
      en: "The record has no date of this kind; the text is kept. Write it as 2026-03-01.",
      zh: "记录中不填这一日期，原文保留。请写成 2026-03-01 的形式。",
    },
  },
  DATE_IMPLAUSIBLE: {
    ...VALUE_WORDS.DATE_IMPLAUSIBLE,
    advice: {
      en: "The record has no date of this kind; the text is kept. Correct the year.",
      zh: "记录中不填这一日期，原文保留。请更正年份。",
    },
  },
  DATE_NOT_A_DAY: {
    ...VALUE_WORDS.DATE_NOT_A_DAY,
    advice: {
      en: "The record has no date of this kind; the text is kept. Add the day.",
      zh: "记录中不填这一日期，原文保留。请补上具体日期。",
    },
  },
  PROVIDER_CODE_INVALID: {
    message: {
      en: "The provider code is not a valid Unified Social Credit Code",
      zh: "提供方代码不是有效的统一社会信用代码",
    },
    advice: {
      en: "It is kept as given. Compare it with the provider's certificate: 18 characters, the last of which checks the others.",
      zh: "内容按原样保留。请与提供单位的证书核对：共 18 位，末位是校验码。",
    },
  },
  ITEM_WITHOUT_NAME: {
    message: { en: "An item has no name", zh: "信息项没有名称" },
    advice: {
      en: "The row is kept, but it does not count as an item. Give it a name.",
      zh: "该行保留，但不算作信息项。请补填信息项名称。",
    },
  },
  VALUES_DIFFER: {
    message: { en: "The rows of one dataset say different things", zh: "同一信息资源的各行内容不一致" },
    advice: {
      en: "The first row counts, and for sharing and openness the strictest; the others are kept as given. Divide the dataset where they are meant to differ.",
      zh: "以第一行为准，共享和开放属性以最严格的为准，其余原样保留。如确需不同，请拆成多个信息资源。",
    },
  },
  FIELD_TOO_LONG: { message: { en: "A cell is longer than the record has room for", zh: "单元格内容超出长度上限" } },
  DATASET_TOO_LARGE: {
    message: { en: "This dataset is larger than one record may be", zh: "该信息资源超过单条记录的大小上限" },
  },
  CELL_ERROR: {
    message: { en: "The cell shows an error", zh: "单元格显示错误值" },
    advice: {
      en: "The cell is read as empty. Correct the formula that gives the error.",
      zh: "该单元格按空白处理。请更正出错的公式。",
    },
  },
  FORMULA_VALUE_TAKEN: {
    message: { en: "The cell holds a formula", zh: "单元格含有公式" },
    advice: {
      en: "The value that the file shows is taken and is what is exported; the formula is kept for the record and never calculated.",
      zh: "取文件中显示的值，导出时也写这个值；公式仅留存备查，不会计算。",
    },
  },
  FORMULA_WITHOUT_VALUE: {
    message: { en: "The cell holds a formula without a value", zh: "单元格含有公式，但没有计算结果" },
    advice: {
      en: "The cell is read as empty. Open the file in a spreadsheet program, save it, and import it again.",
      zh: "该单元格按空白处理。请用表格软件打开并保存文件后重新导入。",
    },
  },
  ROW_WITHOUT_DATASET: {
    message: { en: "The row has neither title nor code", zh: "该行没有名称和代码" },
    advice: {
      en: "The row is left out. Give it a title and a code, or delete it.",
      zh: "该行不导入。请补填名称和代码，或删除该行。",
    },
  },
  EXAMPLE_SKIPPED: {
    message: { en: "An example row was left out", zh: "示例行未导入" },
    advice: {
      en: "Nothing needs to be done. If it is a dataset of yours, give it its code.",
      zh: "无需处理。如果确是信息资源，请填写其代码。",
    },
  },
  COLUMN_TWICE: {
    message: { en: "Two columns say the same thing", zh: "有两列表示同一内容" },
    advice: { en: "The first of them counts; the other is kept as given.", zh: "以前一列为准，后一列原样保留。" },
  },
  MERGE_FLATTENED: {
    message: { en: "Cells of different columns are merged in this sheet", zh: "工作表中有跨列合并的单元格" },
    advice: { en: "The values are kept, the merging of cells side by side is not.", zh: "内容保留，横向合并不保留。" },
  },
  ROWS_HIDDEN: {
    message: { en: "This sheet has hidden rows", zh: "工作表中有隐藏的行" },
    advice: {
      en: "They are read like the others. Look whether they are meant to be imported.",
      zh: "隐藏行与其他行一样读取，请确认是否需要导入。",
    },
  },
  SHEET_HIDDEN: {
    message: { en: "A hidden sheet holds a catalogue as well", zh: "隐藏的工作表中也有目录" },
    advice: {
      en: "It was not imported. Show the sheet and import again if its datasets are meant to be.",
      zh: "该工作表未导入。如需导入，请取消隐藏后重新导入。",
    },
  },
  SHEET_NOT_KEPT: {
    message: {
      en: "Another sheet, or the text around the table, is too large to be kept",
      zh: "其他工作表或表格周围的文字过大，无法保留",
    },
    advice: {
      en: "The datasets are not affected. This part is not written again on export.",
      zh: "信息资源不受影响；导出时不再写出这部分内容。",
    },
  },
  ENCODING_READ: {
    message: { en: "The file is not in UTF-8; it was read in this encoding", zh: "文件不是 UTF-8，已按此编码读取" },
    advice: {
      en: "Nothing needs to be done if the Chinese characters look right in the preview. Exports are UTF-8.",
      zh: "预览中汉字显示正常即无需处理。导出一律采用 UTF-8。",
    },
  },
};

const SAVE_AS_XLSX: Pair = {
  en: "Nothing was read. Open the file in Excel, WPS or LibreOffice, save it as an Excel workbook (.xlsx), and import that.",
  zh: "未读取任何内容。请用 Excel、WPS 或 LibreOffice 打开，另存为 Excel 工作簿（.xlsx）后导入。",
};
const REMOVE_EMPTY: Pair = {
  en: "Nothing was read. Copy the table alone into a new workbook or save it as CSV; if it is really so large, divide it by provider.",
  zh: "未读取任何内容。请只把表格复制到新工作簿，或另存为 CSV；如内容确实很多，请按提供方拆分。",
};
const DIVIDE: Pair = {
  en: "Nothing was read. Divide the file by provider.",
  zh: "未读取任何内容。请按提供方拆分文件。",
};

/** Why a whole file is refused. */
const REFUSALS: WordsOf<SheetRefusal> = {
  ...FILE_WORDS,
  FILE_TOO_LARGE: { ...FILE_WORDS.FILE_TOO_LARGE, advice: DIVIDE },
  FILE_NOT_A_WORKBOOK: {
    message: { en: "The file is not an Excel workbook", zh: "文件不是 Excel 工作簿" },
    advice: SAVE_AS_XLSX,
  },
  FILE_DAMAGED: { message: { en: "The file is damaged", zh: "文件已损坏" }, advice: ASK_FOR_FILE },
  WORKBOOK_ENCRYPTED: {
    message: { en: "The workbook has a password", zh: "工作簿设有密码" },
    advice: {
      en: "Nothing was read. Open it with the password, remove the password (File, Info, Protect Workbook), save it, and import it again.",
      zh: "未读取任何内容。请用密码打开，取消密码（文件—信息—保护工作簿），保存后重新导入。",
    },
  },
  WORKBOOK_OLD_XLS: {
    message: { en: "The workbook is in the old format of Excel 97 (.xls)", zh: "工作簿是旧的 Excel 97 格式（.xls）" },
    advice: SAVE_AS_XLSX,
  },
  WORKBOOK_XLSB: {
    message: { en: "The workbook is in the binary format (.xlsb)", zh: "工作簿是二进制格式（.xlsb）" },
    advice: SAVE_AS_XLSX,
  },
  WORKBOOK_ODS: {
    message: { en: "The file is an OpenDocument sheet (.ods)", zh: "文件是 OpenDocument 表格（.ods）" },
    advice: SAVE_AS_XLSX,
  },
  WORKBOOK_TOO_LARGE: {
    message: { en: "The workbook unpacks to more than can be read at once", zh: "工作簿解压后超过一次可读取的大小" },
    advice: REMOVE_EMPTY,
  },
  XML_DOCTYPE: {
    message: {
      en: "The workbook declares a document type or entities, which no spreadsheet program writes",
      zh: "工作簿内含文档类型或实体声明，正常的表格软件不会写入",
    },
    advice: {
      en: "Nothing was read. Do not open the file; ask the source how it was made.",
      zh: "未读取任何内容。请不要打开该文件，并向来源单位核实其来历。",
    },
  },
  ENCODING_UNKNOWN: {
    message: { en: "The text is neither UTF-8, UTF-16 nor GB18030", zh: "文本不是 UTF-8、UTF-16 或 GB18030 编码" },
    advice: {
      en: "Nothing was read. Save the file as CSV UTF-8 and import it again.",
      zh: "未读取任何内容。请另存为 CSV UTF-8 后重新导入。",
    },
  },
  CSV_SYNTAX: {
    message: { en: "The file stops being a table at this line", zh: "文件自此行起不是合法的表格" },
    advice: {
      en: "Nothing was read. Correct the quotation marks at this line and import again.",
      zh: "未读取任何内容。请更正此行的引号后重新导入。",
    },
  },
  QUOTE_NOT_CLOSED: {
    message: {
      en: "A quotation mark in the row that begins at this line is never closed",
      zh: "此行开始的记录中，引号没有闭合",
    },
    advice: {
      en: "Nothing was read. Close the quotation mark, or write it twice if it belongs to the text; if the end of the file is missing, ask for it again.",
      zh: "未读取任何内容。请补上引号；引号若是内容的一部分，请写两遍。如果文件结尾缺失，请重新索取。",
    },
  },
  TOO_MANY_ROWS: {
    message: { en: "The sheet has more rows than can be read at once", zh: "工作表的行数超过一次可读取的数量" },
    advice: REMOVE_EMPTY,
  },
  TOO_MANY_COLUMNS: {
    message: { en: "The sheet has more columns than any catalogue", zh: "工作表的列数过多，不像目录" },
    advice: REMOVE_EMPTY,
  },
  TOO_MANY_CELLS: {
    message: {
      en: "The workbook has more cells than can be read at once, counting empty ones between filled ones",
      zh: "工作簿的单元格（含其间的空白单元格）超过一次可读取的数量",
    },
    advice: REMOVE_EMPTY,
  },
  TOO_MANY_SHEETS: {
    message: { en: "The workbook has more sheets than can be read at once", zh: "工作表数量超过一次可读取的数量" },
    advice: DIVIDE,
  },
  TOO_MANY_MERGES: {
    message: {
      en: "The workbook has more merged cells than can be read at once",
      zh: "合并单元格超过一次可读取的数量",
    },
    advice: REMOVE_EMPTY,
  },
  HEADER_MISSING: {
    message: {
      en: "No visible sheet has a header with the title of the resource (信息资源名称) and other elements of the guide",
      zh: "可见的工作表中没有包含“信息资源名称”等栏目的表头",
    },
    advice: {
      en: "Nothing was read. Use the template, or give the columns the headings of the guide.",
      zh: "未读取任何内容。请使用模板，或按编制指南填写表头。",
    },
  },
  HEADER_TOO_LARGE: {
    message: { en: "The headings of the table are too long", zh: "表头文字过长" },
    advice: {
      en: "Nothing was read. Shorten the headings and move explanations to another sheet.",
      zh: "未读取任何内容。请缩短表头，把说明移到其他工作表。",
    },
  },
};

/** Words for a refusal of the file or a finding; undefined for a code of another format. */
export const describeSheetFinding = describeIn(
  { ...FINDINGS, ...REFUSALS },
  { refused: CORRECT_ROW, warning: NOTHING_LOST },
);
