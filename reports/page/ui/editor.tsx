import { complete, type Completion } from '../complete.ts';
import {
  kernelIn,
  stepsIn,
  withKernel,
  withoutStep,
  withStepMoved,
  withSwitch,
  withWorld,
  worldIn,
} from '../edit.ts';
import type { Catalogue } from '../played.ts';
import type { Engine } from './engine.ts';
import { Search } from './search.tsx';
import { useEffect, useRef, useState } from './preact.ts';

/** How long a reader has not typed before the text is run. */
const PAUSE_MS = 250;
/** A longer trace is scrolled in its field, and has no button for each of its steps. */
const ROWS_MAX = 40;
const STEPS_MAX = 60;

/** The trace as text that can be changed; it runs at once. */
export function Editor({
  engine,
  searcher,
  text,
  run,
  reset,
  isChanged,
  status,
  isRefused,
}: {
  readonly engine: Engine;
  readonly searcher: Engine;
  readonly text: string;
  readonly run: (text: string) => Promise<void>;
  readonly reset: () => void;
  readonly isChanged: boolean;
  readonly status: string;
  readonly isRefused: boolean;
}) {
  const [draft, setDraft] = useState(text);
  const [catalogue, setCatalogue] = useState<Catalogue>();
  const [offer, setOffer] = useState<Completion>();
  const [switchName, setSwitchName] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const dragged = useRef<number>(undefined);
  useEffect(() => setDraft(text), [text]);
  useEffect(() => {
    const load = (): void => {
      void engine.ask({ kind: 'catalogue' }).then(setCatalogue, () => {});
    };
    load();
    return () => clearTimeout(timer.current);
  }, [engine]);

  const type = (next: string): void => {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void run(next), PAUSE_MS);
  };
  const look = (): void => {
    const { selectionStart, value } = area.current!;
    setOffer(catalogue && complete(value, selectionStart, catalogue));
  };
  const accept = (option: string): void => {
    const { from, to } = offer!;
    const next = draft.slice(0, from) + option + draft.slice(to);
    type(next);
    setOffer(undefined);
    requestAnimationFrame(() => {
      area.current!.focus();
      area.current!.setSelectionRange(from + option.length, from + option.length);
    });
  };
  const steps = stepsIn(draft);
  const kernel = kernelIn(draft) ?? 'reference';
  const base = kernel.split('+')[0]!;
  const world = worldIn(draft) ?? 'sva';
  const chosen = catalogue?.switches.find(({ name }) => name === switchName);
  const set = new Map(
    kernel
      .split('+')[1]
      ?.split(',')
      .map((change) => change.split('=') as [string, string]),
  );
  return (
    <section class="editor" id="change">
      <h2>Change it</h2>
      <p>
        Edit the trace: leave a step out, move one, try another kernel. It is run again at once,
        here in the page.
      </p>
      <div class="workbench">
        <div>
          <label class="block" for="trace">
            The trace
          </label>
          <textarea
            id="trace"
            ref={area}
            spellcheck={false}
            autocomplete="off"
            rows={Math.min(ROWS_MAX, Math.max(7, draft.split('\n').length + 1))}
            value={draft}
            aria-describedby="verdict"
            onInput={(event) => {
              type(event.currentTarget.value);
              look();
            }}
            onClick={look}
            onKeyDown={(event) => {
              if (
                event.key === 'Tab' &&
                !event.shiftKey &&
                offer !== undefined &&
                offer.options.length > 0
              ) {
                event.preventDefault();
                accept(offer.options[0]!.text);
              } else if (event.key === 'Escape') setOffer(undefined);
            }}
          />
          {offer === undefined || offer.options.length === 0 ? undefined : (
            <ul class="offer" aria-label="Completions; Tab takes the first, Escape closes">
              {offer.options.map(({ text: option, says }) => (
                <li key={option}>
                  <button type="button" onClick={() => accept(option)}>
                    <code>{option.trim()}</code>
                  </button>{' '}
                  <span>{says}</span>
                </li>
              ))}
            </ul>
          )}
          <p id="verdict" class={isRefused ? 'verdict wrong' : 'verdict'} role="status">
            {status}
          </p>
          <p class="buttons">
            <label>
              Kernel{' '}
              <select
                value={base}
                onChange={(event) => void run(withKernel(draft, event.currentTarget.value))}
              >
                {catalogue?.kernels.some(({ name }) => name === base) === true ? undefined : (
                  <option value={base}>{base}</option>
                )}
                {catalogue?.kernels.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              World{' '}
              <select
                value={world}
                onChange={(event) => void run(withWorld(draft, event.currentTarget.value))}
              >
                {catalogue?.worlds.some(({ name }) => name === world) === true ? undefined : (
                  <option value={world}>{world}</option>
                )}
                {catalogue?.worlds.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Switch{' '}
              <select
                value={switchName}
                onChange={(event) => setSwitchName(event.currentTarget.value)}
              >
                <option value="">choose a behaviour of the kernel</option>
                {catalogue?.switches.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {chosen === undefined ? undefined : (
              <label>
                {chosen.name}{' '}
                <select
                  value={set.get(chosen.name) ?? ''}
                  onChange={(event) =>
                    void run(withSwitch(draft, chosen.name, event.currentTarget.value))
                  }
                >
                  <option value="">as in the kernel</option>
                  {chosen.values.map((value, i) => (
                    <option key={value} value={value}>
                      {value}
                      {i === 0 ? ' (reference)' : ''}
                    </option>
                  ))}
                </select>
              </label>
            )}
            {isChanged ? (
              <button type="button" onClick={reset}>
                Undo all changes
              </button>
            ) : undefined}
          </p>
          {chosen === undefined ? undefined : <p class="hint">{chosen.says}</p>}
        </div>
        <div>
          <h3>Steps: drag one, or use the buttons</h3>
          <ol class="steps">
            {steps.slice(0, STEPS_MAX).map((step, i) => (
              <li
                key={`${i} ${step}`}
                draggable
                onDragStart={() => {
                  dragged.current = i;
                }}
                onDragOver={(event) => event.preventDefault()}
                onDrop={(event) => {
                  event.preventDefault();
                  if (dragged.current !== undefined)
                    void run(withStepMoved(draft, dragged.current, i));
                }}
              >
                <code>{step}</code>
                <span class="tools">
                  <button
                    type="button"
                    disabled={i === 0}
                    aria-label={`Move step ${i + 1} up`}
                    onClick={() => void run(withStepMoved(draft, i, i - 1))}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    disabled={i === steps.length - 1}
                    aria-label={`Move step ${i + 1} down`}
                    onClick={() => void run(withStepMoved(draft, i, i + 1))}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    disabled={steps.length === 1}
                    aria-label={`Leave out step ${i + 1}`}
                    onClick={() => void run(withoutStep(draft, i))}
                  >
                    ✕
                  </button>
                </span>
              </li>
            ))}
          </ol>
          {steps.length > STEPS_MAX ? (
            <p class="hint">
              … and {steps.length - STEPS_MAX} more steps: change these in the text.
            </p>
          ) : undefined}
          <Search engine={searcher} text={draft} kernel={kernel} world={world} run={run} />
        </div>
      </div>
    </section>
  );
}
