import { InputError } from '../model/input-error.ts';
import { Runner } from '../checker/run.ts';
import { type ToldStep, tellingSteps } from '../checker/told-steps.ts';
import type { AsyncPort } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import type { Command } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import { type BrokenAt, byCloseness } from '../properties/leading.ts';
import type { Work } from '../shrinkers/work.ts';
import { checkSteps } from './checks/steps.ts';
import { readSteps } from './steps-text.ts';
import { type Given, type System, run } from './system.ts';

export interface Replayed {
  readonly trace: Trace;
  /** Each step with its result. */
  readonly steps: readonly ToldStep[];
  /** What it broke, the break closest to the cause first. */
  readonly broken: readonly Broken[];
}

/** Runs a trace once. The trace is a list of commands, or text with a command on each line; `#` starts a comment line. */
export function replay<P extends Port | AsyncPort>(
  system: System<P>,
  trace: readonly Command[] | string,
): Given<P, Replayed> {
  return run(system, function* ({ specification, port, world }) {
    const steps = typeof trace === 'string' ? readSteps(specification, trace, world) : trace;
    checkSteps(specification.vocabulary, steps);
    if (steps.length === 0) throw new InputError('trace: expected a command, got none');
    const whole = { world, steps };
    return {
      trace: whole,
      steps: yield* tellingSteps(specification, port, whole),
      broken: yield* brokenBy(new Runner(specification, port, world), whole),
    };
  });
}

/** What a trace breaks, the break closest to the cause first. */
export function* brokenBy(runner: Runner, { steps }: Trace): Work<readonly Broken[]> {
  const breaks: BrokenAt[] = [];
  yield* runner.running(steps, {
    broken: (step, broken) => void breaks.push({ step, broken }),
  });
  return byCloseness(runner.specification.laws, breaks).map(({ broken }) => broken);
}
