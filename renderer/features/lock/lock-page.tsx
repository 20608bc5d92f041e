import { PasswordInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, client, queries } from "#renderer/shared/client/console-client.ts";
import { findBridge, resultInShell } from "#renderer/shared/client/shell-bridge.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState, FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./lock-page.module.css";
import { useLockText } from "./text.ts";

type KeyHolder = Awaited<ReturnType<typeof client.session.people>>[number];

/** Nobody is unlocked: who has a key on this computer, and the passphrase of the one who sits here. */
export function LockPage() {
  const text = useLockText();
  const people = useQuery(api.session.people.queryOptions({ meta: { reads: [{ table: "person" }] } }));
  return (
    <main className={styles.page}>
      <div className={styles.sheet}>
        <PageHeader title={text("title")} lead={text("lead")} />
        <QueryPart
          query={people}
          what={text("people")}
          empty={(found) =>
            found.length === 0 ? <EmptyState title={text("nobody")} detail={text("nobodyDetail")} /> : undefined
          }
        >
          {(found) => <UnlockForm people={found} />}
        </QueryPart>
      </div>
    </main>
  );
}

function UnlockForm({ people }: { readonly people: readonly KeyHolder[] }) {
  const text = useLockText();
  const describe = useFailure();
  const [handle, setHandle] = useState(people[0]?.handle ?? "");
  const [passphrase, setPassphrase] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // The passphrase is the one thing to type here, so the keyboard starts there.
  useEffect(() => field.current?.focus(), [handle]);
  const bridge = findBridge();
  const unlock = useMutation({
    // In the desktop app the shell asks for the passphrase in a sheet of its own; this page never holds it.
    mutationFn: async () => {
      if (bridge === undefined) return client.session.unlock({ handle, passphrase });
      return resultInShell(bridge.unlock(handle));
    },
    onSuccess: () => queries.resetQueries(),
    onError: () => setPassphrase(""),
  });
  const isReady = bridge !== undefined || passphrase !== "";
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !unlock.isPending) unlock.mutate();
      }}
    >
      <fieldset>
        <legend className={styles.legend}>{text("people")}</legend>
        <div className={styles.people}>
          {people.map((person) => (
            <PersonChoice
              key={person.handle}
              holder={person}
              isChosen={person.handle === handle}
              onChoose={() => setHandle(person.handle)}
            />
          ))}
        </div>
      </fieldset>
      {bridge === undefined ? (
        <PasswordInput
          label={text("passphrase")}
          value={passphrase}
          autoComplete="off"
          ref={field}
          visibilityToggleButtonProps={{ "aria-label": text("showPassphrase") }}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      ) : null}
      {unlock.isError ? <FailedNotice failure={describe(unlock.error)} /> : null}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isPending={unlock.isPending} isDisabled={!isReady}>
          {unlock.isPending ? text("unlocking") : text("unlock")}
        </Button>
      </div>
    </form>
  );
}

function PersonChoice({
  holder,
  isChosen,
  onChoose,
}: {
  readonly holder: KeyHolder;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const text = useLockText();
  const words = useWords();
  const { person, problem } = holder;
  return (
    <label className={styles.person} data-chosen={isChosen}>
      <input type="radio" name="person" checked={isChosen} disabled={problem !== null} onChange={onChoose} />
      <span>
        <span className={styles.name}>{person === null ? holder.handle : words(person.title)}</span>
        <span className={styles.place}>
          {person === null
            ? text("unknownPerson")
            : text("place", { department: words(person.department.name), name: person.maskedName })}
        </span>
        {problem === null ? null : (
          <span className={styles.problem}>{`${words(problem.cause)} ${words(problem.next)}`}</span>
        )}
      </span>
    </label>
  );
}
