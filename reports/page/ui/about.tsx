import { neededLines, neededTitle, particulars } from '../../story.ts';
import { withKernel } from '../edit.ts';
import type { Played } from '../played.ts';
import { sourceLink } from '../source-link.ts';
import { stepText } from '../step-text.ts';
import type { Engine } from './engine.ts';
import type { ComponentChildren } from './preact.ts';
import { Vary } from './vary.tsx';

/** Everything else that is known: why each step is needed, the story, other kernels, particulars, sources. */
export function About({
  played,
  engine,
  run,
  isOriginal,
}: {
  readonly played: Played;
  readonly engine: Engine;
  readonly run: (text: string) => Promise<void>;
  readonly isOriginal: boolean;
}) {
  const { report, causes } = played;
  return (
    <section class="about">
      {report === undefined || report.needed.length === 0 ? undefined : (
        <Part title={neededTitle(report)}>
          <ol class="needed">
            {neededLines(report).map(([label, says]) => (
              <li key={label}>
                <b>{label}:</b> {says}
              </li>
            ))}
          </ol>
        </Part>
      )}
      {played.broken.length === 0 ? undefined : (
        <Part title="What if one thing were different?">
          <Vary played={played} engine={engine} run={run} />
        </Part>
      )}
      {causes.map(({ id, title, story, source, fix, evidence }) => (
        <Part key={id} title={`The mistake: ${title}`}>
          <p>{story}</p>
          <p>
            <b>Fix:</b> {fix}
          </p>
          <p class="hint">
            <code>{id}</code>, {evidence}. Source: {source}
          </p>
        </Part>
      ))}
      <Part title="The same trace on other kernels">
        <table>
          <thead>
            <tr>
              <th scope="col">kernel</th>
              <th scope="col">outcome</th>
              <th scope="col">what it is</th>
            </tr>
          </thead>
          <tbody>
            {played.elsewhere
              .filter(({ outcome }) => outcome !== 'cannot run')
              .map(({ kernel, says, outcome, detail }) => (
                <tr key={kernel}>
                  <th scope="row">
                    <button type="button" onClick={() => void run(withKernel(played.text, kernel))}>
                      {kernel}
                    </button>
                  </th>
                  <td>{outcomeText(outcome, detail)}</td>
                  <td>{says}</td>
                </tr>
              ))}
          </tbody>
        </table>
        <p class="hint">
          {played.elsewhere.filter(({ outcome }) => outcome === 'cannot run').length} other kernels
          cannot run it, because they lack what it uses. Kernels are simulated: an outcome is a
          reason to look, not a proof about Linux.
        </p>
      </Part>
      <Part title="The steps as a table">
        <Steps played={played} />
      </Part>
      {report === undefined || !isOriginal ? undefined : (
        <Part title="Particulars">
          <dl>
            {particulars({ ...report, sources: undefined }).map(([label, text], i) => (
              <div key={i}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
            {report.replay === undefined ? undefined : (
              <div>
                <dt>replay</dt>
                <dd>
                  <code>{report.replay}</code>
                </dd>
              </div>
            )}
            {report.certify === undefined ? undefined : (
              <div>
                <dt>certify</dt>
                <dd>
                  <code>{report.certify}</code>
                </dd>
              </div>
            )}
          </dl>
        </Part>
      )}
      {report?.sources === undefined ? undefined : (
        <Part title="Where to check it in the sources of Linux">
          {report.sources.inferred === undefined ? undefined : (
            <p>Inferred: {report.sources.inferred}</p>
          )}
          <p>
            The trace passes through these functions. Each was read in the version that is named; a
            text that was read in several versions has no link.
          </p>
          <ul class="sources">
            {[...report.sources.files, ...report.sources.unread].map(({ file, functions }) => (
              <li key={file + functions[0]}>
                <Source file={file} />: {functions.join(', ')}
              </li>
            ))}
          </ul>
        </Part>
      )}
    </section>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="part">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function outcomeText(outcome: string, detail: string): string {
  if (outcome === 'holds')
    return detail === '' ? '✓ no law is broken' : `✓ no law is broken; ${detail}`;
  return outcome === 'same' ? `✗ breaks the same law` : `✗ breaks ${detail}`;
}

function Source({ file }: { readonly file: string }) {
  const address = sourceLink(file);
  if (address === undefined) return <span>{file}</span>;
  return (
    <a href={address} rel="noreferrer noopener" target="_blank">
      {file}
    </a>
  );
}

function Steps({ played: { moments, gauges } }: { readonly played: Played }) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="The steps as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">answer</th>
            {gauges.map(({ title }) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
            <th scope="col">breaks</th>
          </tr>
        </thead>
        <tbody>
          {moments.map((moment, i) => (
            <tr key={i} class={moment.broke.length > 0 ? 'differs' : ''}>
              <th scope="row">
                {moment.kind === 'rest' ? (
                  'at rest'
                ) : (
                  <code>{stepText(moment).command.trim()}</code>
                )}
              </th>
              <td>{moment.kind === 'rest' ? '' : stepText(moment).answer}</td>
              {gauges.map(({ title }, g) => (
                <td key={title}>
                  {moment.shows[g]}
                  {moment.expected[g] === null ? '' : ` ≠ ${moment.expected[g]}`}
                </td>
              ))}
              <td>{[...new Set(moment.broke.map(({ law }) => law))].join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
