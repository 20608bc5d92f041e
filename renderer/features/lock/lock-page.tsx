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
import { RequestKey, RequestState, useKeyRequests, waitingMs } from "./request-key.tsx";
import { RestoreKey } from "./restore-key.tsx";
import { useLockText } from "./text.ts";

type KeyHolder = Awaited<ReturnType<typeof client.session.people>>[number];

/** Nobody is unlocked: who has a key on this computer, and the passphrase of the one who sits here. */
export function LockPage() {
  const text = useLockText();
  const isWaiting = useKeyRequests().length > 0;
  const people = useQuery({
    ...api.session.people.queryOptions({ meta: { reads: [{ table: "kernel.person" }, { table: "kernel.key" }] } }),
    // Whoever waits for a new key sits here until colleagues elsewhere have enrolled it.
    ...(isWaiting && { refetchInterval: waitingMs }),
  });
  const isDemo = useQuery(api.setup.state.queryOptions({ meta: { reads: [] } })).data?.ledger === "demo";
  const [way, setWay] = useState<"unlock" | "restore" | "request">("unlock");
  const [handle, setHandle] = useState("");
  const back = () => setWay("unlock");
  if (way !== "unlock") {
    return (
      <main className={styles.page}>
        <div className={styles.sheet}>
          {way === "restore" ? <RestoreKey onBack={back} /> : <RequestKey handle={handle} onBack={back} />}
        </div>
      </main>
    );
  }
  return (
    <main className={styles.page}>
      <div className={styles.sheet}>
        <PageHeader title={text("title")} lead={text(isDemo ? "leadDemo" : "lead")} />
        <QueryPart
          query={people}
          what={text("people")}
          empty={(found) =>
            found.length === 0 ? <EmptyState title={text("nobody")} detail={text("nobodyDetail")} /> : undefined
          }
        >
          {(found) => (isDemo ? <DemoPeople people={found} /> : <UnlockForm people={found} onChoose={setHandle} />)}
        </QueryPart>
        {isDemo ? null : (
          <div className={styles.foot}>
            <WaitingRequests />
            <p>{text("forgotten")}</p>
            <div className={styles.ways}>
              <Button kind="link" size="small" onClick={() => setWay("restore")}>
                {text("restore.open")}
              </Button>
              <Button kind="link" size="small" onClick={() => setWay("request")}>
                {text("request.open")}
              </Button>
            </div>
          </div>
        )}
      </div>
    </main>
  );
}

/** Keys that were made here and wait for colleagues to enrol them. */
function WaitingRequests() {
  const text = useLockText();
  const requests = useKeyRequests();
  if (requests.length === 0) return null;
  return (
    <ul className={styles.waiting}>
      {requests.map((request) => (
        <li key={request.publicKey}>
          {text("request.waits", { handle: request.handle })} <RequestState request={request} />
        </li>
      ))}
    </ul>
  );
}

function UnlockForm(props: {
  readonly people: readonly KeyHolder[];
  /** Told who is chosen, so that whoever asks for a new key need not type it. */
  readonly onChoose: (handle: string) => void;
}) {
  const { people, onChoose } = props;
  const text = useLockText();
  const describe = useFailure();
  const [handle, setHandle] = useState((people.find(({ problem }) => problem === null) ?? people[0])?.handle ?? "");
  const [passphrase, setPassphrase] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // The passphrase is the one thing to type here, so the keyboard starts there.
  useEffect(() => field.current?.focus(), [handle]);
  useEffect(() => onChoose(handle), [handle, onChoose]);
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
  const chosen = people.find((person) => person.handle === handle);
  const isReady = chosen?.problem === null && (bridge !== undefined || passphrase !== "");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !unlock.isPending) unlock.mutate();
      }}
    >
      <PeopleChoice people={people} chosen={handle} onChoose={setHandle} />
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

/** In a demo the node holds the passphrase of its keys, so one only says who one is. */
function DemoPeople({ people }: { readonly people: readonly KeyHolder[] }) {
  const text = useLockText();
  const describe = useFailure();
  const [handle, setHandle] = useState(people[0]?.handle ?? "");
  const enter = useMutation({
    mutationFn: () => client.session.actAs({ handle }),
    onSuccess: () => queries.resetQueries(),
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!enter.isPending) enter.mutate();
      }}
    >
      <PeopleChoice people={people} chosen={handle} onChoose={setHandle} />
      {enter.isError ? <FailedNotice failure={describe(enter.error)} /> : null}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isPending={enter.isPending}>
          {text("enter")}
        </Button>
      </div>
    </form>
  );
}

function PeopleChoice(props: {
  readonly people: readonly KeyHolder[];
  readonly chosen: string;
  readonly onChoose: (handle: string) => void;
}) {
  const text = useLockText();
  return (
    <fieldset>
      <legend className={styles.legend}>{text("people")}</legend>
      <div className={styles.people}>
        {props.people.map((person) => (
          <PersonChoice
            key={person.handle}
            holder={person}
            isChosen={person.handle === props.chosen}
            onChoose={() => props.onChoose(person.handle)}
          />
        ))}
      </div>
    </fieldset>
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
            : person.maskedName === ""
              ? words(person.department.name)
              : text("place", { department: words(person.department.name), name: person.maskedName })}
        </span>
        {problem === null ? null : (
          <span className={styles.problem}>{`${words(problem.cause)} ${words(problem.next)}`}</span>
        )}
      </span>
    </label>
  );
}
