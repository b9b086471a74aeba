import { draw } from '../drawing/draw.ts';
import type { Played } from '../played.ts';
import { stepText } from '../step-text.ts';
import { Moment } from './moment.tsx';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from './preact.ts';
import { Svg } from './svg.tsx';

/** The largest number of lanes that leave room for the words beside them. */
const BESIDE_MAX = 10;

/** The height of the drawing in pixels at least, and at most as a part of the window. */
const HEIGHT_MIN = 260;
const HEIGHT_MAX = 0.72;

/** The trace as a diagram, with a control to go through it, and what is so at the chosen moment. */
export function Player({
  played,
  step,
  show,
  leaveOut,
}: {
  readonly played: Played;
  readonly step: number;
  readonly show: (step: number) => void;
  readonly leaveOut: (step: number) => void;
}) {
  const { moments } = played;
  const last = moments.length - 1;
  const go = (to: number): void => show(Math.max(-1, Math.min(last, to)));
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      if (target !== null && /^(TEXTAREA|INPUT|SELECT)$/.test(target.tagName)) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const to = {
        ArrowRight: step + 1,
        ArrowLeft: step - 1,
        n: step + 1,
        p: step - 1,
        Home: -1,
        End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return (
    <section class="player" aria-label="The trace, step by step">
      <div class="controls">
        <button
          type="button"
          onClick={() => go(step - 1)}
          disabled={step < 0}
          aria-label="Step back"
        >
          ◀
        </button>
        <input
          type="range"
          min={-1}
          max={last}
          value={step}
          aria-label="Step"
          aria-valuetext={nameOf(played, step)}
          onInput={(event) => go(Number(event.currentTarget.value))}
        />
        <button
          type="button"
          onClick={() => go(step + 1)}
          disabled={step >= last}
          aria-label="Step forward"
        >
          ▶
        </button>
        <span class="hint">
          {nameOf(played, step)} <span class="keys">(keys: ← →)</span>
        </span>
      </div>
      <div
        class={played.parties.length + played.gauges.length > BESIDE_MAX ? 'stage' : 'stage beside'}
      >
        <div class="picture">
          <Diagram played={played} step={step} show={go} />
          <Legend played={played} />
        </div>
        <Moment played={played} step={step} leaveOut={leaveOut} />
      </div>
    </section>
  );
}

/** How the drawing is read: its signs, and what is watched in its columns. */
function Legend({ played: { gauges, moments, broken, parties } }: { readonly played: Played }) {
  const kinds = gauges.filter(
    ({ kind }, i) => gauges.findIndex((other) => other.kind === kind) === i,
  );
  const isSuspended = moments.some((m) => m.kind === 'step' && m.suspended !== undefined);
  const differs = moments.some(({ expected }) => expected.some((other) => other !== null));
  const homes = parties.some(({ livesIn }) => livesIn.length > 0);
  return (
    <dl class="legend">
      <div>
        <dt>time</dt>
        <dd>
          goes down. A dot is who acts, a solid arrow leads to what is acted on, a dotted one to
          what changed.{homes ? ' mm0, mm1, … are address spaces; each has a colour.' : ''}
          {isSuspended ? ' A dashed box: a command that has not returned.' : ''}
          {differs ? ' ≠ in a red box: the model has another value than this kernel.' : ''}
          {broken.length > 0 ? ' ✗ on red ground: a law is broken.' : ''}
        </dd>
      </div>
      {kinds.map(({ title, says }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  );
}

function nameOf({ moments }: Played, step: number): string {
  const moment = moments[step];
  if (moment === undefined) return 'before the first step';
  return moment.kind === 'rest' ? 'at rest' : `step ${stepText(moment).command.trim()}`;
}

function Diagram({
  played,
  step,
  show,
}: {
  readonly played: Played;
  readonly step: number;
  readonly show: (step: number) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const measure = (): void => {
      const box = frame.current!;
      setWidth(Math.max(300, Math.floor(box.clientWidth)));
      // The chosen step is seen without scrolling the page, also in a long trace.
      const top = box.getBoundingClientRect().top + scrollY;
      const room = Math.min(innerHeight * HEIGHT_MAX, innerHeight - top - 10);
      box.style.maxHeight = `${Math.max(HEIGHT_MIN, Math.floor(room))}px`;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  const drawing = useMemo(() => draw(played, width), [played, width]);
  const now = drawing.rows[step];
  useEffect(() => {
    const box = frame.current!;
    if (now === undefined || box.scrollHeight <= box.clientHeight) return;
    const isAbove = now.y - drawing.headHeight < box.scrollTop;
    const isBelow = now.y + now.height > box.scrollTop + box.clientHeight;
    if (isAbove || isBelow) box.scrollTop = now.y + now.height - box.clientHeight + 60;
  }, [step, drawing]);
  const { headHeight } = drawing;
  return (
    <div class="diagram" ref={frame} tabIndex={0} role="region" aria-label="Space-time diagram">
      <svg
        class="heads"
        viewBox={`0 0 ${drawing.width} ${headHeight}`}
        width={drawing.width}
        height={headHeight}
        aria-hidden="true"
      >
        {drawing.head.map((one, i) => (
          <Svg key={i} of={one} />
        ))}
      </svg>
      <svg
        viewBox={`0 ${headHeight} ${drawing.width} ${drawing.height - headHeight}`}
        width={drawing.width}
        height={drawing.height - headHeight}
        role="img"
        aria-label={`Space-time diagram of ${played.moments.length} steps. The same is said in words beside it, step by step, and in the table below.`}
      >
        {drawing.inner.map((one, i) => (
          <Svg key={i} of={one} />
        ))}
        {now === undefined ? undefined : (
          <rect class="now" x={1} y={now.y + 1} width={drawing.width - 2} height={now.height - 2} />
        )}
        {drawing.rows.map(({ y, height }, at) => (
          <rect
            key={`row${at}`}
            class="target"
            x={0}
            y={y}
            width={drawing.width}
            height={height}
            onClick={() => show(at)}
          />
        ))}
      </svg>
    </div>
  );
}
