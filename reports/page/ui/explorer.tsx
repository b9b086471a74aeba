import { drawNeighbours } from '../drawing/neighbours.ts';
import { stepsIn, upTo, withStepAdded } from '../edit.ts';
import type { Catalogue, Played } from '../played.ts';
import type { Next, Possible } from '../protocol.ts';
import type { Engine } from './engine.ts';
import { useEffect, useState } from './preact.ts';
import { Svg } from './svg.tsx';

const NEIGHBOURS_WIDTH = 640;

/** What could come next, and the catalogue of known mistakes. */
export function Explorer({
  engine,
  text,
  step,
  played,
  run,
  isOpen,
}: {
  readonly engine: Engine;
  readonly text: string;
  readonly step: number;
  readonly played: Played;
  readonly run: (text: string) => Promise<void>;
  readonly isOpen: boolean;
}) {
  const [isShown, setShown] = useState(isOpen);
  const [next, setNext] = useState<Next>();
  const [refused, setRefused] = useState<string>();
  const moment = played.moments[step];
  const given = stepsIn(played.text).length;
  const length =
    moment === undefined ? 0 : moment.kind === 'rest' ? given : Math.min(step + 1, given);
  const here = upTo(played.text, length);
  useEffect(() => {
    if (!isShown) return undefined;
    let isCurrent = true;
    engine.ask({ kind: 'next', text: length === 0 ? text : here }).then(
      (found) => {
        if (!isCurrent) return;
        setNext(found);
        setRefused(undefined);
      },
      (error: Error) => {
        if (isCurrent) setRefused(error.message);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [isShown, here, length]);
  return (
    <section class="explorer" id="explore">
      <h2>What could come next</h2>
      <details open={isOpen} onToggle={(event) => setShown(event.currentTarget.open)}>
        <summary>
          Every command that is possible{' '}
          {length === 0
            ? 'in the whole trace'
            : `after ${length === 1 ? 'the first step' : `the first ${length} steps`}`}{' '}
          on {played.kernel}: choose one to add it there
        </summary>
        {refused === undefined ? undefined : <p class="wrong">{refused}</p>}
        {next === undefined ? (
          <p>…</p>
        ) : (
          <Commands
            next={next}
            add={(command) => void run(withStepAdded(length === 0 ? text : here, command))}
          />
        )}
      </details>
      <Mistakes engine={engine} run={run} isOpen={isOpen} />
    </section>
  );
}

function Commands({ next, add }: { readonly next: Next; readonly add: (command: string) => void }) {
  if (next.ended !== undefined) return <p>Nothing can follow: {next.ended}.</p>;
  const kinds = [...new Set(next.possible.map(({ kind }) => kind))];
  return (
    <>
      <Neighbours next={next} add={add} />
      <ul class="moves">
        {kinds.map((kind) => (
          <li key={kind}>
            <b>{kind}</b>
            <ul>
              {next.possible
                .filter((one) => one.kind === kind)
                .map((one) => (
                  <li key={one.command}>
                    <button type="button" onClick={() => add(one.command)}>
                      <code>{one.command}</code>
                    </button>{' '}
                    <Outcome of={one} />
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {next.refused.length === 0 ? undefined : (
        <>
          <h3>Not possible now</h3>
          <ul class="refused">
            {next.refused.map(({ command, why }) => (
              <li key={command}>
                <code>{command}</code>: {why}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The state graph around this state. Whoever uses no mouse has the same commands in the list below. */
function Neighbours({
  next: { states },
  add,
}: {
  readonly next: Next;
  readonly add: (command: string) => void;
}) {
  const { width, height, nodes, inner } = drawNeighbours(states, NEIGHBOURS_WIDTH);
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="The states one command away">
      <svg
        class="neighbours"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`${nodes.length} other states of the kernel are one command away; the list below has the commands.`}
      >
        {inner.map((one, i) => (
          <Svg key={i} of={one} />
        ))}
        {nodes.map(({ y, command }) => (
          <rect
            key={command}
            class="target"
            x={0}
            y={y - 13}
            width={width}
            height={26}
            onClick={() => add(command)}
          />
        ))}
      </svg>
    </div>
  );
}

function Outcome({ of: { answer, breaks, isNews } }: { readonly of: Possible }) {
  return (
    <span>
      {answer}
      {isNews ? '' : ', changes nothing'}
      {breaks.length === 0 ? undefined : <span class="wrong"> ✗ breaks {breaks.join(', ')}</span>}
    </span>
  );
}

function Mistakes({
  engine,
  run,
  isOpen,
}: {
  readonly engine: Engine;
  readonly run: (text: string) => Promise<void>;
  readonly isOpen: boolean;
}) {
  const [catalogue, setCatalogue] = useState<Catalogue>();
  const [sought, setSought] = useState('');
  const [isShown, setShown] = useState(isOpen);
  useEffect(() => {
    if (isShown && catalogue === undefined)
      void engine.ask({ kind: 'catalogue' }).then(setCatalogue, () => {});
  }, [isShown]);
  const found = catalogue?.defects.filter(({ id, title, law }) =>
    `${id} ${title} ${law}`.toLowerCase().includes(sought.toLowerCase()),
  );
  return (
    <details open={isOpen} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>The catalogue of known mistakes: play any of them</summary>
      <p>
        <label>
          Search{' '}
          <input
            type="search"
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        </label>
      </p>
      <ul class="mistakes">
        {found?.map(({ id, title, law, evidence, text }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => {
                void run(text);
                scrollTo({ top: 0 });
              }}
            >
              Play
            </button>{' '}
            <b>{title}</b>{' '}
            <span class="hint">
              {id}; breaks {law}; {evidence}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
