import { withoutStep } from '../edit.ts';
import { fragmentOf, traceInFragment } from '../fragment.ts';
import type { PageData, Played } from '../played.ts';
import { About } from './about.tsx';
import { Copy } from './copy.tsx';
import { Editor } from './editor.tsx';
import type { Engine } from './engine.ts';
import { Explorer } from './explorer.tsx';
import { Player } from './player.tsx';
import { useEffect, useRef, useState } from './preact.ts';
import { Facts, Story } from './story.tsx';

/** The whole page: a trace that is shown, and whatever the reader makes of it. */
export function App({
  data,
  engine,
  searcher,
}: {
  readonly data: PageData;
  readonly engine: Engine;
  /** For what takes long. */
  readonly searcher: Engine;
}) {
  const [played, setPlayed] = useState<Played>(data.played);
  const [text, setText] = useState(data.played.text);
  const [step, setStep] = useState(firstShown(data.played));
  const [refused, setRefused] = useState<string>();
  const [isRunning, setRunning] = useState(false);
  const latest = useRef(0);

  /** Runs a text and shows it; the newest one wins. */
  const run = async (next: string, isInAddress = true): Promise<void> => {
    const number = ++latest.current;
    setText(next);
    setRunning(true);
    try {
      const now = await engine.ask({ kind: 'play', text: next });
      if (number !== latest.current) return;
      setPlayed(now);
      setStep(firstShown(now));
      setRefused(undefined);
      if (isInAddress) history.replaceState(null, '', fragmentOf(next));
    } catch (error) {
      if (number === latest.current) setRefused((error as Error).message);
    } finally {
      if (number === latest.current) setRunning(false);
    }
  };

  const reset = (): void => {
    latest.current++;
    setPlayed(data.played);
    setText(data.played.text);
    setStep(firstShown(data.played));
    setRefused(undefined);
    setRunning(false);
    history.replaceState(null, '', location.pathname);
  };

  useEffect(() => {
    const follow = (): void => {
      const linked = traceInFragment(location.hash);
      if (linked !== undefined) void run(linked, false);
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  const isOriginal = played === data.played;
  const isChanged = text !== data.played.text || !isOriginal;
  const status = refused ?? (isRunning ? 'running …' : verdictOf(played));
  return (
    <>
      <Story
        played={played}
        isOriginal={isOriginal}
        reset={reset}
        isFinding={data.isFinding}
        docs={data.docs}
      />
      <Facts played={played} isKnown={isOriginal && data.isKnown} />
      <Player
        played={played}
        step={step}
        show={setStep}
        leaveOut={(at) => void run(withoutStep(played.text, at))}
      />
      {data.isFinding ? undefined : (
        <Explorer engine={engine} text={text} step={step} played={played} run={run} isOpen />
      )}
      <Editor
        engine={engine}
        searcher={searcher}
        text={text}
        run={run}
        reset={reset}
        isChanged={isChanged}
        status={status}
        isRefused={refused !== undefined}
      />
      {data.isFinding ? (
        <Explorer
          engine={engine}
          text={text}
          step={step}
          played={played}
          run={run}
          isOpen={false}
        />
      ) : undefined}
      <About played={played} engine={engine} run={run} isOriginal={isOriginal} />
      <Copy engine={engine} text={text} />
      <footer>
        <p>
          Made by pasidcheck {data.version}. The checker runs in this page: model, simulated kernels
          and laws. It is a simulation of Linux, not Linux. Nothing is loaded from or sent to a
          network.
        </p>
      </footer>
    </>
  );
}

/** The moment at which the first law breaks; otherwise the last. */
function firstShown({ broken, moments }: Played): number {
  return Math.min(broken[0]?.at ?? moments.length - 1, moments.length - 1);
}

function verdictOf({ broken, kernel, moments }: Played): string {
  const unissued = moments.filter((m) => m.kind === 'step' && m.answer === 'not issued').length;
  const skipped =
    unissued === 0 ? '' : ` (${unissued} of ${moments.length} steps could not be issued)`;
  return broken.length === 0
    ? `No law is broken on ${kernel}${skipped}.`
    : `Broken on ${kernel}: ${[...new Set(broken.map(({ law }) => law))].join(', ')}${skipped}.`;
}
