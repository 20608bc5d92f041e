import { useRef } from "react";
import type { KeyboardEvent } from "react";
import styles from "./choices.module.css";

export type Choice<Key extends string> = { readonly key: Key; readonly label: string; readonly count?: string };

type ChoicesProps<Key extends string> = {
  readonly label: string;
  readonly choices: readonly Choice<Key>[];
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
};

function neighbour(event: KeyboardEvent<HTMLElement>, count: number, index: number): number | undefined {
  const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: count - 1 }[event.key];
  return target === undefined ? undefined : (target + count) % count;
}

function useRoving<Key extends string>({ choices, onChoose }: ChoicesProps<Key>) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const next = neighbour(event, choices.length, index);
    const choice = next === undefined ? undefined : choices[next];
    if (next === undefined || choice === undefined) return;
    event.preventDefault();
    onChoose(choice.key);
    group.current?.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  return { group, onKeyDown };
}

/** One of a few views of the same thing, side by side. Arrow keys move the choice. */
export function Segments<Key extends string>(props: ChoicesProps<Key>) {
  const { group, onKeyDown } = useRoving(props);
  return (
    <div ref={group} className={styles.segments} role="radiogroup" aria-label={props.label}>
      {props.choices.map((choice, index) => (
        <button
          key={choice.key}
          type="button"
          role="radio"
          aria-checked={choice.key === props.chosen}
          tabIndex={choice.key === props.chosen ? 0 : -1}
          onClick={() => props.onChoose(choice.key)}
          onKeyDown={(event) => onKeyDown(event, index)}
        >
          {choice.label}
          {choice.count === undefined ? null : ` ${choice.count}`}
        </button>
      ))}
    </div>
  );
}

/** Tabs in a panel's header. The panel they switch is labelled by the caller; tabs never stand inside tabs. */
export function Tabs<Key extends string>(props: ChoicesProps<Key>) {
  const { group, onKeyDown } = useRoving(props);
  return (
    <div ref={group} className={styles.tabs} role="tablist" aria-label={props.label}>
      {props.choices.map((choice, index) => (
        <button
          key={choice.key}
          type="button"
          role="tab"
          aria-selected={choice.key === props.chosen}
          tabIndex={choice.key === props.chosen ? 0 : -1}
          onClick={() => props.onChoose(choice.key)}
          onKeyDown={(event) => onKeyDown(event, index)}
        >
          {choice.label}
          {choice.count === undefined ? null : <span className={styles.count}>{choice.count}</span>}
        </button>
      ))}
    </div>
  );
}
