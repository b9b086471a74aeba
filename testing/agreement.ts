import { generatorOf } from '../checker/arbitrary.ts';
import { Interleaver } from '../checker/interleavings/interleaver.ts';
import { stream } from '../checker/randomness.ts';
import { record } from '../checker/record.ts';
import { Runner } from '../checker/run.ts';
import { rulesByKind, specification } from '../checker/specification.ts';
import type { Port } from '../implementation/port.ts';
import type { Command } from '../model/command.ts';
import { gaugesOf } from '../model/gauges.ts';
import { commandText } from '../model/text.ts';
import { canOverlap, type World } from '../model/world.ts';

/** For suites only: whether what is seen of a kernel is what the model holds. */

/** The first difference in each of so many random traces, some with failing allocations, some with commands that overlap. */
export function differencesIn(port: Port, world: World, traces: number): string[] {
  const generator = generatorOf(world, port.capabilities.commands, 20);
  const random = stream(4711, 'traces');
  const interleaver = canOverlap(world)
    ? new Interleaver(
        new Runner(port, specification, world),
        port,
        rulesByKind,
        stream(4711, 'schedules'),
        'pct',
      )
    : undefined;
  return Array.from({ length: traces }, (_, i) => {
    const drawn = generator.trace(random);
    const overlaps = interleaver !== undefined && i % 3 === 0;
    return firstDifference(port, world, overlaps ? interleaver.run(drawn, {}, 0).steps : drawn);
  }).filter((difference) => difference !== undefined);
}

/** Of this trace; undefined if there is none. */
export function firstDifference(
  port: Port,
  world: World,
  steps: readonly Command[],
): string | undefined {
  const gauges = gaugesOf({ world, steps });
  const { steps: recorded, rest } = record(port, specification, { world, steps }, gauges);
  for (const [at, { shows, expected }] of [...recorded, ...(rest ? [rest] : [])].entries()) {
    const g = expected.findIndex((e) => e !== null);
    if (g >= 0) {
      const command = recorded[at] === undefined ? 'at rest' : commandText(recorded[at].command);
      return `${command}: ${gauges[g]!.title} is ${shows[g]}, not ${expected[g]}`;
    }
  }
  return undefined;
}
