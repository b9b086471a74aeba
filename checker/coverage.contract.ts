import { expect, it } from 'vitest';
import type { World } from '../model/world.ts';
import { runnerWith } from '../testing/judge.ts';
import { generatorOf } from './generate.ts';
import { Coverage } from './coverage.ts';
import { stream } from './randomness.ts';
import { specification } from '../properties/linux.ts';

/** So many random traces of a world on the reference kernel. */
export function breaksNothing(world: World, traces: number): void {
  it('no random trace breaks a law', () => {
    const draw = drawing(world);
    for (let i = 0; i < traces; i++) draw.one();
    expect(draw.broken).toEqual([]);
  });
}

/** Random traces of a world on the reference kernel, until every goal is reached. */
export function reachesEveryGoal(world: World, commandsMax: number): void {
  it(`all goals are reached within ${commandsMax.toLocaleString('en')} commands`, () => {
    const draw = drawing(world);
    for (let commands = 0; draw.coverage.missed.length > 0 && commands < commandsMax;)
      commands += draw.one();
    expect(draw.coverage.missed).toEqual([]);
    expect(draw.broken).toEqual([]);
  });
}

/** Random traces, the same each time; \`one\` runs the next and returns how many commands it had. */
function drawing(world: World) {
  const random = stream(1, 'coverage', world.name);
  const generator = generatorOf(specification, world);
  const runner = runnerWith({}, world);
  const coverage = new Coverage(specification, world);
  const broken: string[] = [];
  const one = (): number =>
    runner.run(generator.trace(random), {
      answered: (s, _step, c, a) => coverage.look(s, c, a),
      broken: (step, { law, witness }) => broken.push(`step ${step}: ${law}: ${witness}`),
    }).applied;
  return { coverage, broken, one };
}
