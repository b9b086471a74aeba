import { difference } from '../../../checker/difference.ts';
import { stateLineText, type StateLine } from '../../../model/state-line.ts';
import type { Played, PlayedMoment } from '../played.ts';
import { stepText } from '../step-text.ts';

/** One moment in words: the answer, what breaks, and the states of model and kernel side by side. */
export function Moment({
  played,
  step,
  leaveOut,
}: {
  readonly played: Played;
  readonly step: number;
  readonly leaveOut: (step: number) => void;
}) {
  const moment = played.moments[step];
  const before = played.moments[step - 1] ?? played.start;
  const now = moment ?? played.start;
  return (
    <div class="moment" aria-live="polite">
      {moment === undefined ? (
        <h2>Before the first step</h2>
      ) : (
        <Said played={played} moment={moment} step={step} leaveOut={leaveOut} />
      )}
      {moment === undefined ? undefined : <Gauges played={played} moment={moment} />}
      <div class="states">
        <State title="The model: what must be" before={before.model} now={now.model} />
        <State
          title={`${played.kernel}: what is`}
          before={before.implementation}
          now={now.implementation}
        />
      </div>
    </div>
  );
}

function Said({
  played,
  moment,
  step,
  leaveOut,
}: {
  readonly played: Played;
  readonly moment: PlayedMoment;
  readonly step: number;
  readonly leaveOut: (step: number) => void;
}) {
  const isStep = moment.kind === 'step';
  const laws = played.broken.filter(({ at }) => at === step);
  return (
    <>
      <h2>
        {isStep ? (
          <>
            Step <code>{stepText(moment).command.trim()}</code>
          </>
        ) : (
          'At rest: no process is alive and all deferred work has run'
        )}
      </h2>
      {isStep ? <p class="meaning">{meaningOf(played, moment)}</p> : undefined}
      {isStep ? (
        <p class="answer">
          <b>Answer:</b>{' '}
          {moment.whyNot === undefined ? stepText(moment).answer : `not issued: ${moment.whyNot}`}.{' '}
          {moment.admitted === undefined ? undefined : (
            <span class="admitted">
              The model admits: {moment.admitted.join(', ') || 'nothing'}.
            </span>
          )}
        </p>
      ) : undefined}
      {laws.map(({ law, title, witness, placeSays }) => (
        <p class="wrong" key={`${law} ${placeSays}`}>
          <b>
            ✗ {title} <code>{law}</code>
          </b>
          <br />
          {witness}
        </p>
      ))}
      {isStep ? <Without played={played} step={step} leaveOut={leaveOut} /> : undefined}
    </>
  );
}

function meaningOf({ meanings }: Played, moment: PlayedMoment): string {
  if (moment.kind === 'rest') return '';
  const says = meanings[moment.continues?.kind ?? moment.words.kind] ?? '';
  return moment.continues === undefined
    ? says
    : `Goes on with step ${moment.continues.step}: ${says}`;
}

/** What happens without this step, and a button to see it. */
function Without({
  played,
  step,
  leaveOut,
}: {
  readonly played: Played;
  readonly step: number;
  readonly leaveOut: (step: number) => void;
}) {
  const moment = played.moments[step];
  if (moment?.kind !== 'step' || moment.added === true) return undefined;
  const isWhole = played.report?.history[step]?.kind === 'step' && sameSteps(played);
  const needed = isWhole
    ? played.report.needed.find((n) => n.step === moment.number && n.stop !== true)
    : undefined;
  return (
    <p class="without">
      {needed === undefined ? undefined : (
        <>
          <b>Without this step:</b> {needed.says || 'the law is still broken at this place'}.{' '}
        </>
      )}
      <button type="button" onClick={() => leaveOut(step)}>
        Run it without this step
      </button>
    </p>
  );
}

/** Whether the report numbers the steps as the page does: every step up to the break was issued. */
function sameSteps({ report, moments }: Played): boolean {
  return report!.history.every(
    (h, i) =>
      h.kind === 'rest' || (moments[i]?.kind === 'step' && moments[i].command === h.command),
  );
}

/** What is watched, at this moment: of the kernel, and of the model where it is another. */
function Gauges({ played, moment }: { readonly played: Played; readonly moment: PlayedMoment }) {
  if (played.gauges.length === 0) return undefined;
  return (
    <table class="gauges">
      <thead>
        <tr>
          <th scope="col">watched</th>
          <th scope="col">kernel</th>
          <th scope="col">model</th>
        </tr>
      </thead>
      <tbody>
        {played.gauges.map(({ title, says }, g) => {
          const expected = moment.expected[g]!;
          return (
            <tr key={title} class={expected === null ? '' : 'differs'}>
              <th scope="row" title={says}>
                {title}
              </th>
              <td>{moment.shows[g]}</td>
              <td>{expected === null ? 'agrees' : `≠ ${expected}`}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const words = { stays: '', goes: 'was', comes: 'is now' } as const;
const signs = { stays: ' ', goes: '−', comes: '+' } as const;

/** A state in lines, with what the step changed. */
function State({
  title,
  before,
  now,
}: {
  readonly title: string;
  readonly before: readonly StateLine[];
  readonly now: readonly StateLine[];
}) {
  const lines = difference(before, now);
  return (
    <div class="state">
      <h3>{title}</h3>
      {lines.length === 0 ? <p>nothing</p> : undefined}
      <ul>
        {lines.map((line, i) => (
          <li key={i} class={line.change}>
            <span class="sign" aria-hidden="true">
              {signs[line.change]}
            </span>
            <span class="unseen">{words[line.change]} </span>
            {stateLineText(line)}
          </li>
        ))}
      </ul>
    </div>
  );
}
