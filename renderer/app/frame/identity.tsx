import { Menu } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import { useFrameText } from "#renderer/app/text.ts";
import { api, client, queries } from "#renderer/shared/client/console-client.ts";
import { closeDrawer } from "#renderer/shared/drawer/drawer.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import styles from "./frame.module.css";

/** Everything on screen belonged to the person before; it is read again for the next one. */
async function afterChangeOfPerson(): Promise<void> {
  closeDrawer();
  await queries.resetQueries();
}

/** Who I am and for which department; in a demo also the seven people one can act as. */
export function Identity() {
  const text = useFrameText();
  const words = useWords();
  const me = useQuery(
    api.session.me.queryOptions({
      meta: { reads: [{ table: "kernel.person" }, { table: "kernel.role" }, { table: "kernel.member" }] },
    }),
  );
  const act = useMutation({
    mutationFn: (handle: string) => client.session.actAs({ handle }),
    onSuccess: afterChangeOfPerson,
  });
  const lock = useMutation({ mutationFn: () => client.session.lock(), onSuccess: afterChangeOfPerson });
  if (me.data == null) return null;
  const { person, demoPeople } = me.data;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <button type="button" className={styles.who}>
          <Initial person={person} />
          <span className={styles.whoWords}>
            <span className="visually-hidden">{text("who")}: </span>
            <span className={styles.whoName}>{words(person.title)}</span>
            <span className={styles.whoPlace}>{words(person.department.name)}</span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.maskedName}</Menu.Label>
        {demoPeople.length === 0 ? null : (
          <>
            <Menu.Label>{text("who.actAs")}</Menu.Label>
            {demoPeople.map((other) => (
              <Menu.Item
                key={other.handle}
                leftSection={<Initial person={other} />}
                disabled={other.key === person.key}
                onClick={() => act.mutate(other.handle)}
              >
                <span className={styles.whoWords}>
                  <span className={styles.whoName}>{words(other.title)}</span>
                  <span className={styles.whoPlace}>{words(other.department.name)}</span>
                </span>
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={<Icon name="lock" />} onClick={() => lock.mutate()}>
          {text("who.lock")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Initial({ person }: { readonly person: PersonBrief }) {
  const words = useWords();
  return (
    <span className={styles.initial} aria-hidden="true">
      {[...words(person.department.short)][0] ?? ""}
    </span>
  );
}
