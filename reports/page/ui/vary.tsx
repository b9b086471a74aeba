import type { Played } from '../played.ts';
import type { Variation, Variations } from '../variations.ts';
import type { Engine } from './engine.ts';
import { useEffect, useState } from './preact.ts';

/** The most lines that are read at once; the others are behind a button. */
const SHOWN_MAX = 6;

/** What one change of the trace does: the nearest traces that hold, and what may vary freely. */
export function Vary({
  played: { text, broken },
  engine,
  run,
}: {
  readonly played: Played;
  readonly engine: Engine;
  readonly run: (text: string) => Promise<void>;
}) {
  const [found, setFound] = useState<{ readonly of: string; readonly what: Variations }>();
  const [first] = broken;
  useEffect(() => {
    if (first === undefined) return undefined;
    let isCurrent = true;
    const { law, placeSays } = first;
    engine.ask({ kind: 'vary', text, law, placeSays }).then(
      (what) => {
        if (isCurrent) setFound({ of: text, what });
      },
      () => {}, // stopped
    );
    return () => {
      isCurrent = false;
    };
  }, [text, first]);
  if (first === undefined) return undefined;
  if (found?.of !== text) return <p>Trying each single change …</p>;
  const { holds, free, tried } = found.what;
  return (
    <div class="vary">
      <h3>The nearest traces that hold</h3>
      {holds.length === 0 ? (
        <p>None: of {tried} traces with one change, and every step issued, none breaks no law.</p>
      ) : (
        <Those of={holds} run={run} />
      )}
      <h3>What may vary freely</h3>
      {free.length === 0 ? (
        <p>Nothing: with each of {tried} changes this law is no longer broken here.</p>
      ) : (
        <>
          <p class="hint">With each of these changes the same law is broken at the same place.</p>
          <Those of={free} run={run} />
        </>
      )}
    </div>
  );
}

function Those({
  of,
  run,
}: {
  readonly of: readonly Variation[];
  readonly run: (text: string) => Promise<void>;
}) {
  const line = ({ says, text }: Variation) => (
    <li key={text}>
      <button type="button" aria-label={`Run it: ${says}`} onClick={() => void run(text)}>
        Run
      </button>{' '}
      {says}
    </li>
  );
  const more = of.slice(SHOWN_MAX);
  return (
    <>
      <ul class="mistakes">{of.slice(0, SHOWN_MAX).map(line)}</ul>
      {more.length === 0 ? undefined : (
        <details>
          <summary>and {more.length} more</summary>
          <ul class="mistakes">{more.map(line)}</ul>
        </details>
      )}
    </>
  );
}
