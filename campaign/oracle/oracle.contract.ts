import { beforeAll, describe, expect, it } from 'vitest';
import { violationText } from '../../model/judgement.ts';
import { generatorOf } from '../../checker/generate.ts';
import type { Specification } from '../../properties/specification.ts';
import { stream } from '../../checker/randomness.ts';
import { Runner } from '../../checker/run.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { errnoName } from '../../model/answer.ts';
import { findWorld } from '../../model/worlds.ts';
import { weakenings } from './weakenings/index.ts';
import type { Budget, OracleMeasure } from './measure.ts';
import { unfailing } from './weakenings/index.ts';
import type { Weakening } from './weakening.ts';
import { specification } from '../../properties/linux.ts';

/**
 * Every weakening only takes violations away.
 *
 * @param every - each weakening is tried on one of so many defects, on others than the weakenings next to it
 */
export function weakeningsAddNothing(every: number): void {
  const traces = defects.map((defect) => {
    const world = findWorld(defect.world);
    const steps = generatorOf(specification, world).trace(stream(2, 'subset', defect.id));
    return { steps, world, kernel: kernelWith(defect) };
  });
  const found = (spec: Specification, { steps, world, kernel }: (typeof traces)[number]) => {
    const broken = new Set<string>();
    new Runner(spec, kernel, world).run(steps, {
      broken: (_step, { law, place }) => broken.add(violationText({ law, place })),
    });
    return broken;
  };
  describe('take violations away and add none', () => {
    let full: readonly ReadonlySet<string>[];
    beforeAll(() => {
      full = traces.map((one) => found(specification, one));
    });
    const each = weakenings.map((weakening, first) => ({ ...weakening, first }));
    it.each(each)('$name', ({ weaken, first }) => {
      const added = traces.flatMap((one, i) =>
        i % every === first % every
          ? [...found(weaken(specification), one)].filter((what) => !full[i]!.has(what))
          : [],
      );
      expect(added).toEqual([]);
    });
  });
}

/**
 * Less than the command line gives: what is noticed at a larger budget is noticed at this one too, and what nothing
 * notices here nothing notices at a larger one.
 */
export const modest: Budget = { times: 10, traces: 150 };

/** Each of these is noticed by a defect of the catalogue, or says why it cannot be. */
export function weakeningsAreNoticed(some: readonly Weakening[], measure: OracleMeasure): void {
  it.each(some)('$name: is noticed unless it says why not', (weakening) => {
    const { lost } = measure.verdict(weakening);
    expect({ name: weakening.name, lost: lost?.defect.id }).toEqual({
      name: weakening.name,
      lost: weakening.unnoticed === undefined ? expect.any(String) : undefined,
    });
  });
}

/** Whether the catalogue has no other defect of this world before. */
function isFirstOfItsWorld(world: string, i: number): boolean {
  return defects.findIndex((defect) => defect.world === world) === i;
}

/**
 * @param traces - of each defect
 * @param oneIn - of the defects, one in so many, and the first of each world
 */
export function unfailingCommandsSucceed(traces: number, oneIn: number): void {
  it('the commands that are called unfailing succeed on the kernel of every defect', () => {
    const answers = new Set<string>();
    const some = defects.filter(({ world }, i) => i % oneIn === 0 || isFirstOfItsWorld(world, i));
    for (const defect of some) {
      const world = findWorld(defect.world);
      const runner = new Runner(specification, kernelWith(defect), world);
      const generator = generatorOf(specification, world);
      const random = stream(1, 'unfailing', defect.id);
      for (let i = 0; i < traces; i++)
        runner.run(generator.trace(random), {
          answered(_s, _step, { kind }, { errno }) {
            if (unfailing.includes(kind)) answers.add(`${kind}: ${errnoName(errno)}`);
          },
        });
    }
    const drawn = unfailing.filter((kind) =>
      some.some(({ world }) => specification.rules[kind]!.in?.(findWorld(world)) ?? true),
    );
    expect([...answers].toSorted()).toEqual(drawn.map((kind) => `${kind}: OK`).toSorted());
  });
}
