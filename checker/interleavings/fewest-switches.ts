import type { Port } from '../../implementation/port.ts';
import { isContinuation, through } from '../../model/continuations.ts';
import { type Broken, sameViolation } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { canonical } from '../../shrinkers/canonical.ts';
import { endless, type Patience } from '../../shrinkers/patience.ts';
import type { Reproduce } from '../../shrinkers/shrink.ts';
import { compare } from '../../shrinkers/simpler.ts';
import { reproduceOn } from '../reproduce.ts';
import { Runner } from '../run.ts';
import { OverlapProgram } from './overlap-program.ts';
import { everySchedule } from './schedules.ts';
import type { Specification } from '../../properties/specification.ts';

export interface FewestSwitches {
  /** The simplest schedule of these commands that breaks the law at that place. */
  readonly trace: Trace;
  /** How often a command is suspended in it. */
  readonly switches: number;
  /** Whether every schedule of the same commands with fewer switches was run without breaking the law. */
  readonly isProven: boolean;
  readonly schedules: number;
  /** Whether patience ended before that. */
  readonly isStopped: boolean;
}

/**
 * All schedules of the commands of a trace with no context switch, with one, with two, and so on, until the
 * law breaks: those that do with the fewest are compared, and the simplest is kept. The commands of one
 * task stay in their order; which task begins is open.
 *
 * @param budget - schedules, at most
 * @param reproduce - where more is asked of a trace than that it breaks the law there
 */
export function fewestSwitches(
  spec: Specification,
  port: Port,
  trace: Trace,
  target: Broken,
  budget: number,
  patience: Patience = endless,
  reproduce: Reproduce = reproduceOn(new Runner(spec, port, trace.world), target),
): FewestSwitches {
  const runner = new Runner(spec, port, trace.world);
  const commands = trace.steps.filter((c) => !isContinuation(c)).map(through);
  let isBroken = false;
  const program = new OverlapProgram(runner, port, commands, () => {
    isBroken = false;
    runner.start({
      broken(_step, broken) {
        if (sameViolation(broken, target)) isBroken = true;
      },
    });
  });
  let schedules = 0;
  let best = trace;
  for (let switches = 0; ; switches++) {
    const found: Trace[] = [];
    const { ended, beyond, completed } = everySchedule(program, {
      reduce: false,
      switches,
      countsWaiting: true,
      goOn: ({ completed: done }) => schedules + done < budget && patience(),
      onEnd(_moves, used) {
        if (used < switches) return; // was looked at before
        runner.end();
        if (isBroken) found.push(canonical({ world: trace.world, steps: program.steps }, spec));
      },
    });
    schedules += completed;
    const confirmed = found.flatMap((one) => reproduce(one) ?? []);
    for (const again of confirmed) if (compare(again, best, spec) < 0) best = again;
    if (confirmed.length > 0 || ended === 'stopped' || beyond === 0) {
      const isStopped = ended === 'stopped' && !patience();
      return {
        trace: best,
        switches,
        isProven: confirmed.length > 0 && !isStopped,
        schedules,
        isStopped,
      };
    }
  }
}
