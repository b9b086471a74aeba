import { type Answer, errno } from '../answer.ts';
import type { Judgement } from '../judgement.ts';

/** Answers of a submission, besides the number of the mm that the device reached. */
export const aborted = 0;
export const faulted = -1;

/** What became of a submission that was not refused. */
export function reachOutcome({ value }: Answer): string {
  if (value === aborted) return 'aborted';
  return value === faulted ? 'fault: no entry' : 'reaches an mm';
}

export function reachText(a: Answer): string {
  return a.value > 0 ? `reaches mm${a.value - 1}` : reachOutcome(a);
}

/** Broken if the device reached another mm than that of the submitter. */
export function judgeReached(kind: string, submitter: number, mm: number, a: Answer): Judgement {
  if (a.errno !== errno.OK || a.value <= 0 || a.value === mm) return undefined;
  return {
    law: 'isolation',
    place: { clause: 'submitted for a foreign mm' },
    witness: `p${submitter} runs in mm${mm - 1}, but the device worked in mm${a.value - 1} for its ${kind}.`,
  };
}

/** Broken: the submission of an mm that is bound did not reach it. */
export function notReached(kind: string, mm: number, a: Answer): Judgement {
  return {
    law: 'answers-conform',
    place: { command: kind, answer: reachOutcome(a) },
    witness: `mm${mm - 1} is bound and alive, but the device was answered “${reachOutcome(a)}” when it worked for the ${kind} of its process.`,
  };
}
