import { generatorOf } from '../checker/generate.ts';
import { stream } from '../checker/randomness.ts';
import { Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import type { Port } from '../implementation/port.ts';
import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { World } from '../model/world.ts';
import { specification } from '../properties/linux.ts';

/** A trace that was run: its commands and answers, and whether no process was left at its end. */
export interface Recorded {
  readonly steps: readonly Command[];
  readonly answers: readonly Answer[];
  readonly rests: boolean;
}

/** The traces on which every figure is measured: the first ones that a random search with this seed draws. */
export interface Workload {
  readonly world: World;
  readonly seed: number;
  readonly recorded: readonly Recorded[];
  /** The number of commands in all of them together. */
  readonly commands: number;
  /** The reference kernel: one for all tasks, as a search has one for all traces. */
  readonly port: Port;
}

/** Draws and runs the traces once. */
export function recordWorkload(world: World, seed: number, count: number): Workload {
  const port = new SimulatedKernel('reference', reference);
  const runner = new Runner(specification, port, world);
  const generator = generatorOf(specification, world);
  const random = stream(seed, 'traces');
  const recorded: Recorded[] = [];
  let commands = 0;
  for (let i = 0; i < count; i++) {
    const steps: Command[] = [];
    const answers: Answer[] = [];
    runner.run(generator.trace(random), {
      answered(_s, _step, c, a) {
        steps.push(c);
        answers.push(a);
      },
    });
    commands += steps.length;
    recorded.push({ steps, answers, rests: runner.state.isOver() });
  }
  return { world, seed, recorded, commands, port };
}
