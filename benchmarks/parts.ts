import { generatorOf } from '../checker/generate.ts';
import { Coverage } from '../checker/coverage.ts';
import { stream } from '../checker/randomness.ts';
import { type Listener, Runner } from '../checker/run.ts';
import { State } from '../model/state.ts';
import type { Law } from '../properties/law.ts';
import { laws } from '../properties/laws/index.ts';
import type { Workpiece } from './measure.ts';
import type { Workload } from './workload.ts';
import { specification } from '../properties/linux.ts';

/** Only drawing the traces. */
export function generation({ world, seed, recorded, commands }: Workload): Workpiece {
  const generator = generatorOf(specification, world);
  return {
    name: 'generation',
    run() {
      const random = stream(seed, 'traces');
      for (let i = 0; i < recorded.length; i++) generator.trace(random);
      return commands;
    },
  };
}

/** The rules of the commands: whether one is possible, whether its answer is admitted, and the state afterwards. */
export function model({ world, recorded, commands }: Workload): Workpiece {
  const state = new State(world);
  return {
    name: 'model',
    run() {
      for (const { steps, answers, rests } of recorded) {
        state.reset();
        for (let i = 0; i < steps.length; i++) {
          const c = steps[i]!;
          const rules = specification.rules[c.kind]!;
          if (!rules.possible(state, c) || rules.judge(state, c, answers[i]!) !== undefined)
            throw new Error(`the workload does not fit the model at ${c.kind}`);
          rules.next(state, c, answers[i]!);
        }
        if (rests) state.settled();
      }
      return commands;
    },
  };
}

/** The system calls of the simulated kernel, and its deferred work. */
export function kernel({ world, recorded, commands, port }: Workload): Workpiece {
  return {
    name: 'kernel',
    run() {
      for (const { steps, rests } of recorded) {
        port.reset(world);
        for (const c of steps) port.apply(c);
        if (rests) port.settle();
      }
      return commands;
    },
  };
}

/** Laws that read the kernel after every command or at rest; the others are part of the model. */
export const lookingLaws = laws.filter((law) => law.after ?? law.atRest);

/** Model and kernel side by side in the runner, with these laws. */
export function runner(w: Workload, name: string, looked: readonly Law[]): Workpiece {
  const subject = new Runner({ ...specification, laws: looked }, w.port, w.world);
  return { name, run: () => runAll(w, subject, {}) };
}

/** The runner without laws, with goals. */
export function runnerWithGoals(w: Workload): Workpiece {
  const subject = new Runner({ ...specification, laws: [] }, w.port, w.world);
  return {
    name: 'runner with goals',
    run() {
      const coverage = new Coverage(specification, w.world);
      return runAll(w, subject, { answered: (s, _step, c, a) => coverage.look(s, c, a) });
    },
  };
}

function runAll({ recorded, commands }: Workload, subject: Runner, listener: Listener): number {
  for (const { steps } of recorded) subject.run(steps, listener);
  return commands;
}
