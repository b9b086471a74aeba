import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Port } from '../implementation/port.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { type RecordedStep, recording } from './record.ts';
import { findingWhyNot } from './why-not.ts';
import type { Specification } from '../properties/specification.ts';

/** The result of one step of a trace. */
export type ToldStep = About & (Issued | NotIssued);

interface About {
  readonly command: Command;
  /** The trace does not have this step: a suspended command was resumed at the end. */
  readonly isAdded: boolean;
}

interface Issued {
  /** `suspended`: at a point, as the trace says; `waiting`: for a lock. */
  readonly state: 'answered' | 'suspended' | 'waiting';
  /**
   * The answer in words, with the fate of an allocation that should fail; if the command has not returned, what it waits
   * for.
   */
  readonly answer: string;
  /** For a continuation: the index of the step that issued its command. */
  readonly continues?: number;
  /** The point, or the function in which it waits. */
  readonly at?: string;
  /** If it has not returned: the index of the step that resumes it; undefined if none does. */
  readonly resumedAt?: number;
  /** A point at which it should stop, and which it never reached. */
  readonly missed?: string;
}

interface NotIssued {
  readonly state: 'not issued';
  readonly why: string;
}

/** Runs a trace and returns the result of every step, with the reason for each step that was not issued. */
export function toldSteps(specification: Specification, port: Port, trace: Trace): ToldStep[] {
  return atOnce(tellingSteps(specification, port, trace));
}

/** The same for a run that may have to wait. */
export function* tellingSteps(
  specification: Specification,
  port: Port,
  trace: Trace,
): Work<ToldStep[]> {
  const { steps, given } = yield* recording(specification, port, trace, []);
  const reasons = yield* findingWhyNot(specification, port, trace);
  return steps.map((step, i) => {
    const about = { command: step.command, isAdded: i >= given };
    return step.answer === undefined
      ? { ...about, state: 'not issued', why: reasons.get(i)! }
      : { ...about, ...issued(steps, step, i, step.answer) };
  });
}

function issued(
  steps: readonly RecordedStep[],
  { command: { stops }, suspended, continues }: RecordedStep,
  at: number,
  answer: string,
): Issued {
  const resumed = steps.findIndex((s, i) => i > at && s.continues === (continues ?? at));
  const isAtStop = suspended !== undefined && suspended.waits === undefined;
  return {
    state: suspended === undefined ? 'answered' : isAtStop ? 'suspended' : 'waiting',
    answer,
    ...(continues !== undefined && { continues }),
    ...(suspended && { at: suspended.at }),
    ...(suspended && resumed >= 0 && { resumedAt: resumed }),
    ...(stops !== undefined && !isAtStop && { missed: stops }),
  };
}
