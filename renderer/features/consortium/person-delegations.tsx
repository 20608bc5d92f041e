import { useQuery } from "@tanstack/react-query";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { openDelegateForm, useLendableRoles } from "./delegate-form.tsx";
import { DelegationsTable } from "./delegations-table.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** Roles that colleagues have lent to a person. Nothing where nobody ever did. */
export function ReceivedPanel({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const query = useQuery(consortiumQueries.delegations({ show: "all", person: person.key }));
  const received = query.data?.delegations.filter(({ receiver }) => receiver.key === person.key) ?? [];
  if (received.length === 0) return null;
  return (
    <QueryPanel
      title={text("received")}
      caption={text("received.caption")}
      what={text("received")}
      query={query}
      isFlush
    >
      {() => <DelegationsTable label={text("received")} rows={received} without="receiver" />}
    </QueryPanel>
  );
}

/** Roles that a person has lent to colleagues. */
export function GivenPanel({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const { me } = useRights();
  const roles = useLendableRoles();
  const isOwn = me?.key === person.key;
  const query = useQuery(consortiumQueries.delegations({ show: "all", person: person.key }));
  const given = query.data?.delegations.filter(({ giver }) => giver.key === person.key) ?? [];
  if (given.length === 0 && !(isOwn && roles.length > 0)) return null;
  return (
    <QueryPanel
      title={text("given")}
      what={text("given")}
      query={query}
      isFlush
      actions={
        isOwn && roles.length > 0 ? (
          <Button size="small" onClick={() => openDelegateForm(person, text("delegate.title"))}>
            {text("delegate.open")}
          </Button>
        ) : undefined
      }
      empty={() =>
        given.length === 0 ? <EmptyState title={text("given.none")} detail={text("given.noneDetail")} /> : undefined
      }
    >
      {() => <DelegationsTable label={text("given")} rows={given} without="giver" />}
    </QueryPanel>
  );
}
