import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Port } from '../implementation/port.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { type RecordedStep, recording } from './record.ts';
import { findingWhyNot } from './why-not.ts';
import type { Specification } from '../properties/specification.ts';

/** What became of one step of a trace. */
export type ToldStep = About & (Issued | NotIssued);

interface About {
  readonly command: Command;
  /** The trace does not have it: what was left went on in the end. */
  readonly isAdded: boolean;
}

interface Issued {
  /** `suspended`: at a point, as the trace says; `waiting`: for a lock. */
  readonly state: 'answered' | 'suspended' | 'waiting';
  /** In words, with what became of an allocation that was to fail; where it has not returned, what it waits for. */
  readonly answer: string;
  /** Of a continuation: the place of the step at which its command was asked. */
  readonly continues?: number;
  /** The point, or the function in which it waits. */
  readonly at?: string;
  /** If it has not returned: the place of the step that goes on with it; none if nothing does. */
  readonly resumedAt?: number;
  /** Where it was to stop and never came. */
  readonly missed?: string;
}

interface NotIssued {
  readonly state: 'not issued';
  readonly why: string;
}

/** Runs a trace and says of every step what became of it, and of those that were not issued, why. */
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
