import { breakingMoment, firstDifference } from '../../story.ts';
import type { Elsewhere, Played } from '../played.ts';

/** The first screen: what broke, where, why it matters, and where else. */
export function Story({
  played,
  isOriginal,
  isFinding,
  reset,
  docs,
}: {
  readonly played: Played;
  readonly isOriginal: boolean;
  readonly isFinding: boolean;
  readonly reset: () => void;
  readonly docs: string | undefined;
}) {
  const { broken, report, kernel, world } = played;
  const [first] = broken;
  return (
    <header class={`story ${played.verdict}`}>
      <p class="where">
        <span>
          <b class="mark">pasidcheck</b>, a model checker for PASIDs and pinned memory in Linux
        </span>
        {docs === undefined ? undefined : <a href={docs}>Documentation</a>}
        <span>
          simulated <b>{kernel}</b>
        </span>
        <span>world {world}</span>
        {report !== undefined && isOriginal ? <span>{report.grade}</span> : undefined}
        {isOriginal ? undefined : (
          <button type="button" onClick={reset}>
            {isFinding ? 'Back to the finding' : 'Back to the beginning'}
          </button>
        )}
      </p>
      {first === undefined ? (
        <>
          <h1>
            <span aria-hidden="true">✓ </span>No law is broken
          </h1>
          <p>
            Every answer of the simulated {kernel} to this trace is one that the model admits, and
            every law held after every step. This says something about this trace, not about others.
          </p>
        </>
      ) : (
        <>
          <h1>
            <span aria-hidden="true">✗ </span>Law broken: {first.title}
          </h1>
          <p class="witness">
            {report === undefined || report.history[report.breaksAt] === undefined
              ? first.witness
              : `${breakingMoment(report)}: ${first.witness}`}
          </p>
          <p class="because">
            <b>Why it matters:</b> {sentence(first.because)}
          </p>
          {report === undefined || report.differsAt === report.breaksAt ? undefined : (
            <p class="first">{firstDifference(report)}</p>
          )}
        </>
      )}
    </header>
  );
}

/** What is known about it: its cause, and what other kernels do. */
export function Facts({ played, isKnown }: { readonly played: Played; readonly isKnown: boolean }) {
  const { broken, kernelSays, causes } = played;
  const [first] = broken;
  return (
    <dl class="facts">
      {causes.length > 0 ? (
        <div>
          <dt>{isKnown ? 'Known mistake' : 'Caused by'}</dt>
          <dd>
            {causes.map(({ id, title }) => (
              <span key={id}>
                {title} (<code>{id}</code>)
              </span>
            ))}
          </dd>
        </div>
      ) : first === undefined ? undefined : (
        <div>
          <dt>Known?</dt>
          <dd>No mistake of the catalogue explains it.</dd>
        </div>
      )}
      <div>
        <dt>This kernel</dt>
        <dd>{kernelSays}</dd>
      </div>
      <Others elsewhere={played.elsewhere} outcome="holds" title="Holds on" />
      <Others elsewhere={played.elsewhere} outcome="same" title="Breaks also on" />
      <Others elsewhere={played.elsewhere} outcome="other" title="Breaks another law" />
    </dl>
  );
}

function Others({
  elsewhere,
  outcome,
  title,
}: {
  readonly elsewhere: readonly Elsewhere[];
  readonly outcome: Elsewhere['outcome'];
  readonly title: string;
}) {
  const those = elsewhere.filter((other) => other.outcome === outcome);
  if (those.length === 0) return undefined;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {those
          .map(({ kernel, detail }) =>
            detail === '' || outcome === 'same' ? kernel : `${kernel} (${detail})`,
          )
          .join(', ')}
      </dd>
    </div>
  );
}

function sentence(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`;
}
