import { atOnce } from '../shrinkers/work.ts';
import { generatorOf } from '../checker/generate.ts';
import { Interleaver } from '../checker/interleavings/interleaver.ts';
import { stream } from '../checker/randomness.ts';
import { recording } from '../checker/record.ts';
import { Runner } from '../checker/run.ts';
import type { Port } from '../implementation/port.ts';
import type { Command } from '../model/command.ts';
import { gaugesOf } from '../model/hints.ts';
import { commandText } from '../model/linux.ts';
import { whyAlone, type World } from '../model/world.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: whether the observations of a kernel agree with the model. */

/**
 * The first difference in each of a number of random traces, some with failing allocations, some with overlapping
 * commands.
 */
export function differencesIn(port: Port, world: World, traces: number): string[] {
  const generator = generatorOf(specification, world, port.capabilities.commands, 20);
  const random = stream(4711, 'traces');
  const interleaver =
    whyAlone(world) === undefined
      ? new Interleaver(
          new Runner(specification, port, world),
          port,
          stream(4711, 'schedules'),
          'pct',
        )
      : undefined;
  return Array.from({ length: traces }, (_, i) => {
    const drawn = generator.trace(random);
    const overlaps = interleaver !== undefined && i % 3 === 0;
    return firstDisagreement(port, world, overlaps ? interleaver.run(drawn, {}, 0).steps : drawn);
  }).filter((difference) => difference !== undefined);
}

/** The first difference in this trace; undefined if there is none. */
export function firstDisagreement(
  port: Port,
  world: World,
  steps: readonly Command[],
): string | undefined {
  const gauges = gaugesOf({ world, steps });
  const { steps: recorded, rest } = atOnce(
    recording(specification, port, { world, steps }, gauges),
  );
  for (const [at, { shows, expected }] of [...recorded, ...(rest ? [rest] : [])].entries()) {
    const g = expected.findIndex((e) => e !== null);
    if (g >= 0) {
      const command = recorded[at] === undefined ? 'at rest' : commandText(recorded[at].command);
      return `${command}: ${gauges[g]!.title} is ${shows[g]}, not ${expected[g]}`;
    }
  }
  return undefined;
}
