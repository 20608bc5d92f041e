import { Fragment, useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { useFrameText } from "#renderer/app/text.ts";
import { useCommandGroups } from "#renderer/shared/commands/commands.ts";
import type { Command, CommandGroup } from "#renderer/shared/commands/commands.ts";
import { KeyCap } from "#renderer/shared/ui/button.tsx";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import styles from "./search-box.module.css";
import { useOwnSources } from "./use-own-sources.ts";

/** The search box over every record, person, department and action. Ctrl or Cmd with K reaches it from anywhere. */
export function SearchBox() {
  const text = useFrameText();
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [query, setQuery] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { groups, isSearching } = useCommandGroups(query.trim(), useOwnSources());
  const commands = groups.flatMap((group) => group.commands);
  const activeIndex = Math.min(active, commands.length - 1);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const close = () => {
    setIsOpen(false);
    setQuery("");
    setActive(0);
  };
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    close();
    field.current?.blur();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const moved = { ArrowDown: activeIndex + 1, ArrowUp: activeIndex - 1 }[event.key];
    if (moved !== undefined && commands.length > 0) {
      event.preventDefault();
      setIsOpen(true);
      setActive((moved + commands.length) % commands.length);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      run(commands[activeIndex]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  };

  return (
    <div
      className={styles.box}
      role="search"
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setIsOpen(false)}
    >
      <span className={styles.icon}>
        <Icon name="search" />
      </span>
      <input
        ref={field}
        className={styles.field}
        role="combobox"
        aria-label={text("search")}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && commands.length > 0 ? `${listId}-${activeIndex}` : undefined}
        placeholder={text("search")}
        value={query}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setIsOpen(true);
        }}
        onFocus={() => setIsOpen(true)}
        onClick={() => setIsOpen(true)}
        onKeyDown={onKeyDown}
      />
      <span className={styles.cap}>
        <KeyCap label="Ctrl K" />
      </span>
      <div className={styles.results} hidden={!isOpen}>
        <div id={listId} role="listbox" aria-label={text("search.results")}>
          <Results groups={groups} activeIndex={activeIndex} listId={listId} onRun={run} onPoint={setActive} />
        </div>
        {commands.length === 0 ? (
          <p className={styles.none} role="status">
            {isSearching ? text("search.searching") : text("search.none", { query: query.trim() })}
          </p>
        ) : null}
      </div>
    </div>
  );
}

function Results(props: {
  readonly groups: readonly CommandGroup[];
  readonly activeIndex: number;
  readonly listId: string;
  readonly onRun: (command: Command) => void;
  readonly onPoint: (index: number) => void;
}) {
  let index = -1;
  return props.groups.map((group) => (
    <Fragment key={group.key}>
      <div role="group" aria-label={group.heading}>
        <p className={styles.heading} aria-hidden="true">
          {group.heading}
        </p>
        {group.commands.map((command) => {
          index += 1;
          const own = index;
          return (
            <div
              key={command.key}
              id={`${props.listId}-${own}`}
              role="option"
              aria-selected={own === props.activeIndex}
              className={styles.option}
              onPointerMove={() => props.onPoint(own)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.onRun(command)}
            >
              <span>{command.label}</span>
              {command.detail === undefined ? null : <span className={styles.detail}>{command.detail}</span>}
            </div>
          );
        })}
      </div>
    </Fragment>
  ));
}
