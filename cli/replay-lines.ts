import type { ToldStep } from '../checker/told-steps.ts';
import { commandText } from '../model/linux.ts';
import { beside } from '../reports/wrap.ts';

/** The smallest width of a result beside the longest command. */
const TOLD_MIN = 30;

/** Every step with its result in one line. A text trace may have the same form. */
export function stepLines(told: readonly ToldStep[], width: number): string {
  const texts = told.map(({ command }) => commandText(command));
  const digits = String(told.length).length;
  const numbers = told.map(
    ({ isAdded }, i) => `${String(i + 1).padStart(2 + digits)}${isAdded ? '+' : ' '} `,
  );
  const room = width - (digits + 4) - TOLD_MIN;
  const longest = Math.max(0, ...texts.map((t) => t.length).filter((length) => length + 3 <= room));
  return told
    .map((step, i) => {
      const said = inWords(told, step);
      const label = `${numbers[i]}${texts[i]!.padEnd(longest)}   `;
      const lines =
        texts[i]!.length <= longest
          ? beside(label, said, width)
          : [
              ...beside(numbers[i]!, texts[i]!, width),
              ...beside(' '.repeat(digits + 8), said, width),
            ];
      return lines.map((line) => `${line}\n`).join('');
    })
    .join('');
}

/** `PASID 1`; `suspended at P; resumed at step 3`; `not issued: there is no f1`. */
function inWords(told: readonly ToldStep[], step: ToldStep): string {
  if (step.state === 'not issued') return `not issued: ${step.why}`;
  const { state, answer, at, continues, resumedAt, missed } = step;
  const begun = continues === undefined ? '' : `resumes step ${continues + 1}: `;
  const what =
    state === 'suspended'
      ? `suspended at ${at}`
      : state === 'waiting'
        ? `${answer}, in ${at}`
        : answer;
  const never =
    missed === undefined
      ? ''
      : `; ${state === 'waiting' ? 'not yet at' : 'never reached'} ${missed}`;
  return begun + what + never + (state === 'answered' ? '' : `; ${resumption(told, resumedAt)}`);
}

function resumption(told: readonly ToldStep[], at: number | undefined): string {
  if (at === undefined) return 'never resumed';
  return told[at]!.isAdded ? 'resumed at the end' : `resumed at step ${at + 1}`;
}

/** The same for a program; steps are counted from 1. */
export function stepJson(told: readonly ToldStep[], step: ToldStep, i: number): object {
  const { command, isAdded } = step;
  const head = { step: i + 1, ...(isAdded && { added: true }), command: commandText(command) };
  if (step.state === 'not issued') return { ...head, state: step.state, why: step.why };
  const { state, answer, at, continues, resumedAt, missed } = step;
  const text = state === 'suspended' ? undefined : answer;
  return {
    ...head,
    state,
    answer: text,
    at,
    continues: continues === undefined ? undefined : continues + 1,
    resumed: resumedAt === undefined ? undefined : told[resumedAt]!.isAdded ? 'end' : resumedAt + 1,
    missed,
  };
}
