import type { Explored, Progress, Shrunk } from '../protocol.ts';
import type { Engine } from './engine.ts';
import { useState } from './preact.ts';

/** Searches that take a while: the shortest form of this trace, and every trace up to a length. */
export function Search({
  engine,
  text,
  kernel,
  world,
  run,
}: {
  readonly engine: Engine;
  readonly text: string;
  readonly kernel: string;
  readonly world: string;
  readonly run: (text: string) => Promise<void>;
}) {
  const [depth, setDepth] = useState('4');
  const [busy, setBusy] = useState<'shrink' | 'explore'>();
  const [progress, setProgress] = useState<Progress>();
  const [said, setSaid] = useState<string>();
  const [explored, setExplored] = useState<Explored>();

  const begin = async (what: 'shrink' | 'explore', work: () => Promise<string>): Promise<void> => {
    setBusy(what);
    setProgress({ says: 'begins …' });
    setSaid(undefined);
    setExplored(undefined);
    try {
      setSaid(await work());
    } catch (error) {
      setSaid((error as Error).message);
    } finally {
      setBusy(undefined);
    }
  };
  const shrink = async (): Promise<string> => {
    const found = await engine.ask({ kind: 'shrink', text }, setProgress);
    await run(found.text);
    return shrunkText(found);
  };
  const explore = async (): Promise<string> => {
    const found = await engine.ask(
      { kind: 'explore', kernel, world, depth: Number(depth) },
      setProgress,
    );
    setExplored(found);
    return exploredText(found);
  };
  const stop = (): void => {
    engine.stop();
    if (busy === 'shrink' && progress?.text !== undefined) void run(progress.text);
  };
  return (
    <div class="search">
      <h3>Search</h3>
      <p class="buttons">
        <button
          type="button"
          disabled={busy !== undefined}
          onClick={() => void begin('shrink', shrink)}
        >
          Shrink this trace
        </button>
        <button
          type="button"
          disabled={busy !== undefined}
          onClick={() => void begin('explore', explore)}
        >
          Explore every trace
        </button>
        <label>
          up to{' '}
          <input
            type="number"
            min={1}
            max={20}
            value={depth}
            onInput={(event) => setDepth(event.currentTarget.value)}
          />{' '}
          commands
        </label>
        {busy === undefined ? undefined : (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
      </p>
      <p role="status" class="progress">
        {busy === undefined
          ? said
          : `${busy === 'shrink' ? 'Shrinking' : 'Exploring'}: ${progress?.says ?? ''}`}
      </p>
      {explored === undefined ? undefined : (
        <ul>
          {explored.findings.map(({ law, placeSays, text: found, grade, isKnown }) => (
            <li key={found + placeSays}>
              <button type="button" onClick={() => void run(found)}>
                Show
              </button>{' '}
              <b>{law}</b>: {placeSays} ({grade}
              {isKnown ? ', known' : ''})
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function shrunkText({ from, to, executions, grade }: Shrunk): string {
  const runs = `${executions.toLocaleString('en')} runs`;
  return from === to
    ? `Not shorter than ${to} commands: ${grade} (${runs}).`
    : `${from} commands became ${to}: ${grade} (${runs}).`;
}

function exploredText({ complete, states, findings }: Explored): string {
  const space = `every trace of up to ${complete} commands (${states.toLocaleString('en')} different states)`;
  return findings.length === 0 ? `No law is broken by ${space}.` : `Searched ${space}; broken:`;
}
