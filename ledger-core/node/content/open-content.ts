/**
 * Whether somebody may look into a dataset's content now. Content that is shared under conditions is opened by a sealed `catalog.use`
 * that reads it, recorded with its purpose and with no fewer rows than are opened: from then on the same person may look into it for 15
 * minutes, and looking again adds nothing. The owner's own people need no record. What counts is how the dataset is shared now; content that came while it was open is
 * no more open than the dataset. Source: the design, "Reads are recorded".
 */
import type { AgreementRow, DatasetRow, VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { rolesAt } from "#ledger-core/kernel/directory.ts";
import { USERS } from "#ledger-core/modules/catalog/seats.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { agreementTable, datasetTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";

/** How long one recorded use keeps content open for the person who recorded it, in seconds. */
const SESSION_SECONDS = 900;
const AGREEMENTS_MAX = 500;
/** Versions with the same content that are looked through for the first that came unsealed. */
const SAME_CONTENT_MAX = 1_000;
const USER_ROLES: readonly Role[] = USERS;

export type ContentAccess = {
  readonly held: "none" | "open" | "sealed";
  readonly may: boolean;
  readonly why: "open" | "owner" | "session" | null;
  /** Why nobody but the owner's own people may look into it for now. */
  readonly closed: "contested" | "retired" | "withdrawn" | null;
  readonly until: number | null;
  readonly agreements: readonly number[];
  readonly dataset: DatasetRow;
  readonly version: VersionRow;
};

/** What the ledger and the store say about a version's content for an actor. Throws NO_SUCH_RECORD. */
export function contentAccess(
  given: { readonly rows: Rows; readonly reader: Pick<Reader, "sql" | "blobs">; readonly time: number },
  wanted: { readonly dataset: number; readonly version: number },
  actor: Actor | undefined,
): ContentAccess {
  const { rows, reader, time } = given;
  const dataset = rows.get(datasetTable, wanted.dataset);
  const version = rows.find(versionTable, "dataset", wanted.dataset, wanted.version)?.row;
  if (dataset === undefined || version === undefined)
    throw new NodeError("NO_SUCH_RECORD", { table: versionTable.name, key: wanted.version });
  const held = heldAs(reader.blobs, version);
  const agreements = actor === undefined ? [] : readableAgreements(rows, wanted.dataset, actor.department, time);
  const closed = closedTo(dataset, version);
  const base = { held, agreements, closed, dataset, version };
  const opened = (why: ContentAccess["why"], until: number | null = null): ContentAccess => ({
    ...base,
    may: held !== "none",
    why,
    until,
  });
  // Whose the content is that lies here unsealed: who named it first had it.
  const same = held === "open" ? unsealed(rows, version.contentHash) : [];
  const owner = same[0]?.dataset.owner;
  const isOpened = ({ dataset: of, version: one }: Content): boolean => isShared(of) && closedTo(of, one) === null;
  const isAnybodys = same.some((one) => one.dataset.owner === owner && isOpened(one));
  if (closed === null && isAnybodys && isShared(dataset)) return opened("open");
  // Naming a hash takes no more than reading the ledger: what came for another department's dataset is no more open under one's own.
  const isNamedOnly = held === "open" && !isAnybodys && owner !== dataset.owner;
  if (isNamedOnly) return { ...base, may: false, why: null, until: null };
  // A person whose role has ended since, or whose department is suspended, looks into nothing any more.
  const isUser = actor !== undefined && rolesAt(rows, actor.person, time).some((role) => USER_ROLES.includes(role));
  const used = isUser ? lastRead(reader, version, actor.person, time) : undefined;
  if (isUser && actor.department === dataset.owner) return opened("owner");
  if (used !== undefined && closed === null) return opened("session", used + SESSION_SECONDS);
  return { ...base, may: false, why: null, until: null };
}

/** What is contested, retired or withdrawn is used by nobody, and so is its content. */
function closedTo(dataset: DatasetRow, version: VersionRow): ContentAccess["closed"] {
  if (version.withdrawn === "yes") return "withdrawn";
  if (dataset.state !== "published") return "retired";
  return dataset.suspended === "yes" ? "contested" : null;
}

/** A version with the dataset that it is of. */
type Content = { readonly dataset: DatasetRow; readonly version: VersionRow };

/** The versions for which content came that lies here unsealed, the first one first. */
function unsealed(rows: Rows, contentHash: Uint8Array): readonly Content[] {
  const sameContent = rows.scan(versionTable, "content", { equal: [contentHash], limit: SAME_CONTENT_MAX });
  return sameContent.flatMap(({ row }): readonly Content[] => {
    const dataset = row.sealedHash === undefined ? rows.get(datasetTable, row.dataset) : undefined;
    return dataset === undefined ? [] : [{ dataset, version: row }];
  });
}

/** Shared without conditions now, whatever it was when its content came. */
function isShared({ sharing }: DatasetRow): boolean {
  return sharing === "unconditional";
}

function heldAs(blobs: Blobs, version: VersionRow): ContentAccess["held"] {
  if (version.sealedHash !== undefined) return blobs.has(version.sealedHash) ? "sealed" : "none";
  return blobs.has(version.contentHash) ? "open" : "none";
}

/** Agreements in force that permit reading at all; whether this use is permitted is the ledger's to say when it is signed. */
function readableAgreements(rows: Rows, dataset: number, department: number, time: number): readonly number[] {
  const inForce = rows.scan(agreementTable, "dataset", { equal: [dataset, "FINALIZED"], limit: AGREEMENTS_MAX });
  const permitsReading = (row: AgreementRow): boolean =>
    termsForPurpose(row.policy, row.purpose).permissions.some(({ actions }) => actions.includes("read"));
  return inForce
    .filter(({ row }) => row.user === department && row.expires > time && permitsReading(row))
    .map(({ key }) => key);
}

/** When the person last recorded a use that reads at least the rows of the version, if that is less than a session ago. */
function lastRead(reader: Pick<Reader, "sql">, version: VersionRow, person: number, time: number): number | undefined {
  return reader.sql.get<{ time: number }>(
    `SELECT u.time FROM catalog_use u JOIN catalog_agreement a ON a.key = u.agreement
     WHERE u.dataset = ? AND u.person = ? AND u.action = 'read' AND u.rowCount >= ? AND u.time > ? AND a.state = 'FINALIZED' AND a.expires > ?
     ORDER BY u.key DESC LIMIT 1`,
    version.dataset,
    person,
    version.rowCount,
    time - SESSION_SECONDS,
    time,
  )?.time;
}
