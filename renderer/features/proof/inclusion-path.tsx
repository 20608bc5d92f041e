import { useState } from "react";
import type { KeyboardEvent } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { HashValue } from "./hash-lines.tsx";
import type { InclusionStep } from "./inclusion-steps.ts";
import type { ProofPath } from "./prove-here.ts";
import styles from "./proof.module.css";
import { useProofText } from "./text.ts";
import type { ProofText } from "./text.ts";

const width = 420;
const height = 100;
const from = { x: 14, y: 78 };
const to = { x: width - 14, y: 22 };
/** How far the values that the log gave lie from the line. */
const siblingOffset = 18;

function pointAt(place: number, count: number) {
  const share = count === 0 ? 0 : place / count;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/**
 * The way from the entry to the root of the log: points were computed here, squares were given by the log. The pointer or the arrow
 * keys go through it step by step, and a line below says what each step joins.
 */
export function InclusionPath({ path, showsHashes }: { readonly path: ProofPath; readonly showsHashes: boolean }) {
  const text = useProofText();
  const count = path.steps.length;
  const [step, setStep] = useState(count);
  if (count === 0) return text("inclusion.first");
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowRight: step + 1,
      ArrowUp: step + 1,
      ArrowLeft: step - 1,
      ArrowDown: step - 1,
      Home: 0,
      End: count,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setStep(Math.min(count, Math.max(0, next)));
  };
  const said = stepWords(text, path, step);
  return (
    <>
      <p>{text("inclusion.detail", { count: formatCount(count) })}</p>
      <div
        className={styles.path}
        role="slider"
        tabIndex={0}
        aria-label={text("path")}
        aria-valuemin={0}
        aria-valuemax={count}
        aria-valuenow={step}
        aria-valuetext={said}
        onKeyDown={onKeyDown}
      >
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
          <PathLines steps={path.steps} reached={step} />
          {path.steps.map((one, index) => (
            <StepMark key={index} index={index} step={one} count={count} isReached={index < step} />
          ))}
          <rect x={from.x - 6} y={from.y - 6} width={12} height={12} rx={2} className={styles.start} />
          <EndMark isReached={step === count} />
          {step > 0 && step < count ? <circle {...centre(pointAt(step, count))} r={6} className={styles.here} /> : null}
          {Array.from({ length: count + 1 }, (_unused, place) => (
            <rect
              key={place}
              x={pointAt(place - 0.5, count).x}
              y={0}
              width={(to.x - from.x) / count}
              height={height}
              className={styles.target}
              onPointerEnter={() => setStep(place)}
            />
          ))}
        </svg>
      </div>
      <p className={styles.ends}>
        <span>{text("path.this")}</span>
        <span>{text("path.root", { size: formatCount(path.size) })}</span>
      </p>
      <p className={styles.stepWords}>{said}</p>
      {showsHashes ? <StepHashes path={path} step={step} /> : null}
      <p className={styles.legend}>
        <span data-mark="computed" aria-hidden="true" /> {text("path.computed")}
        <span data-mark="given" aria-hidden="true" /> {text("path.given")}
        <span className={styles.keys}>{text("path.keys")}</span>
      </p>
    </>
  );
}

function centre({ x, y }: { readonly x: number; readonly y: number }) {
  return { cx: x, cy: y };
}

function siblingAt(index: number, step: InclusionStep, count: number) {
  const { x, y } = pointAt(index + 0.5, count);
  return { x, y: step.side === "left" ? y - siblingOffset : y + siblingOffset };
}

function PathLines({ steps, reached }: { readonly steps: readonly InclusionStep[]; readonly reached: number }) {
  const count = steps.length;
  return steps.map((step, index) => {
    const [begin, end, sibling] = [pointAt(index, count), pointAt(index + 1, count), siblingAt(index, step, count)];
    const isReached = index < reached;
    return (
      <g key={index} data-reached={isReached}>
        <line x1={sibling.x} y1={sibling.y} x2={end.x} y2={end.y} className={styles.branch} />
        <line x1={begin.x} y1={begin.y} x2={end.x} y2={end.y} className={styles.line} />
      </g>
    );
  });
}

function StepMark(props: {
  readonly index: number;
  readonly step: InclusionStep;
  readonly count: number;
  readonly isReached: boolean;
}) {
  const { index, step, count, isReached } = props;
  const sibling = siblingAt(index, step, count);
  return (
    <g data-reached={isReached}>
      <rect x={sibling.x - 4} y={sibling.y - 4} width={8} height={8} rx={2} className={styles.sibling} />
      {index < count - 1 ? <circle {...centre(pointAt(index + 1, count))} r={3} className={styles.point} /> : null}
    </g>
  );
}

function EndMark({ isReached }: { readonly isReached: boolean }) {
  return (
    <g data-reached={isReached} className={styles.end}>
      <rect x={to.x - 7} y={to.y - 7} width={14} height={14} rx={3} />
      {isReached ? <path d={`M${to.x - 3.5} ${to.y}l2.5 2.5 4.5-5`} /> : null}
    </g>
  );
}

function stepWords(text: ProofText, path: ProofPath, step: number): string {
  const joined = path.steps[step - 1];
  if (joined === undefined) return text("path.start", { index: formatCount(path.index) });
  const { begin, count } = joined;
  const values = { step: formatCount(step), count: formatCount(path.steps.length), first: formatCount(begin) };
  return count === 1
    ? text("path.stepOne", values)
    : text("path.step", { ...values, last: formatCount(begin + count - 1) });
}

function StepHashes({ path, step }: { readonly path: ProofPath; readonly step: number }) {
  const text = useProofText();
  const [computed, given] = [path.along[step], path.given[step - 1]];
  return (
    <dl className={styles.hashes}>
      {given === undefined ? null : (
        <div>
          <dt>{text("hash.sibling")}</dt>
          <dd>
            <HashValue name={text("hash.sibling")} value={given} />
          </dd>
        </div>
      )}
      {computed === undefined ? null : (
        <div>
          <dt>{text("hash.computed")}</dt>
          <dd>
            <HashValue name={text("hash.computed")} value={computed} />
          </dd>
        </div>
      )}
    </dl>
  );
}
