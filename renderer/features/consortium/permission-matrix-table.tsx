import type { Policy } from "#ledger-core/contract/api/consortium.ts";
import type { PolicyCase, Role } from "#ledger-core/contract/schema/policy.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import styles from "./access.module.css";
import { partOf, rolesNamed } from "./permission-matrix.ts";
import type { Part } from "./permission-matrix.ts";
import { groupOfKind, groupPolicies } from "./policy-groups.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** Who may do what: every act against every role, with what a signature of the role comes to. */
export function PermissionMatrix({ shown }: { readonly shown: readonly Policy[] }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const { policies } = useRights();
  const goTo = useGoTo();
  const casesOf = (kind: string): readonly PolicyCase[] => policies.get(kind) ?? [];
  const roles = rolesNamed(shown.map(({ kind }) => casesOf(kind)));
  return (
    <>
      <Legend />
      <DataTable
        label={text("matrix.title")}
        density="dense"
        rows={groupPolicies(shown).flatMap((one) => one.policies)}
        rowKey={(row) => row.kind}
        group={(row) => text(`group.${groupOfKind(row.kind)}`)}
        onOpen={(row) => goTo(paths.policy(row.kind))}
        columns={[
          {
            key: "act",
            header: text("column.act"),
            isName: true,
            cell: (row) => (
              <TextLink to={paths.policy(row.kind)} className={styles.plainLink}>
                {words(row.label)}
              </TextLink>
            ),
          },
          ...roles.map((role: Role) => ({
            key: role,
            header: contract.role(role),
            cell: (row: Policy) => <PartOfRole part={partOf(casesOf(row.kind), role)} />,
          })),
        ]}
      />
    </>
  );
}

function PartOfRole({ part }: { readonly part: Part | undefined }) {
  const text = useConsortiumText();
  if (part === undefined)
    return (
      <span className={styles.none}>
        <span aria-hidden="true">·</span>
        <span className="visually-hidden">{text("matrix.none")}</span>
      </span>
    );
  return (
    <span className={styles.part} data-kind={part.kind}>
      <PartWords part={part} />
      {part.isBound ? "*" : ""}
    </span>
  );
}

function PartWords({ part }: { readonly part: Part }) {
  const text = useConsortiumText();
  switch (part.kind) {
    case "alone":
      return text("matrix.alone");
    case "together":
      return text("matrix.together", { count: part.signatures });
    case "vote": {
      const { kind, numerator, denominator } = part.bar;
      return text(kind === "over" ? "matrix.over" : "matrix.share", { numerator, denominator });
    }
  }
}

/** What the words of the table mean. */
function Legend() {
  const text = useConsortiumText();
  return (
    <p className={styles.legend}>
      <span>
        <span className={styles.part} data-kind="alone">
          {text("matrix.alone")}
        </span>{" "}
        {text("matrix.alone.means")}
      </span>
      <span>
        <span className={styles.part} data-kind="together">
          {text("matrix.together", { count: 2 })}
        </span>{" "}
        {text("matrix.together.means")}
      </span>
      <span>
        <span className={styles.part} data-kind="vote">
          {text("matrix.over", { numerator: 1, denominator: 2 })}
        </span>{" "}
        {text("matrix.over.means")}
      </span>
      <span>* {text("matrix.bound.means")}</span>
    </p>
  );
}
