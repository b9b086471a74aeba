import { describe, expect, it } from 'vitest';
import { laws } from '../../properties/laws/index.ts';
import { Runner } from '../../checker/run.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { findWorld } from '../../model/worlds.ts';
import { weakenings } from './weakenings/index.ts';
import { OracleMeasure } from './measure.ts';
import {
  modest,
  unfailingCommandsSucceed,
  weakeningsAddNothing,
  weakeningsAreNoticed,
} from './oracle.contract.ts';
import type { Weakening } from './weakening.ts';
import { specification } from '../../properties/linux.ts';

const measure = new OracleMeasure(modest);

/** How many weakenings may go unnoticed, of 100. */
const UNNOTICED_PERCENT = 5;

describe('the weakenings', () => {
  it('are many, and each has a name of its own', () => {
    expect(weakenings.length).toBeGreaterThanOrEqual(40);
    expect(new Set(weakenings.map((w) => w.name)).size).toBe(weakenings.length);
  });

  it('are of laws and commands that there are, and of each at least one', () => {
    const all = [...laws.map((law) => law.name), ...Object.keys(specification.rules)];
    expect(new Set(weakenings.flatMap((w) => w.of))).toEqual(new Set(all));
  });

  it('leave every law and every command in its place', () => {
    for (const { weaken } of weakenings) {
      const weakened = weaken(specification);
      expect(weakened.laws.map((law) => law.name)).toEqual(laws.map((law) => law.name));
      expect(Object.keys(weakened.rules)).toEqual(Object.keys(specification.rules));
    }
  });

  weakeningsAddNothing(30);

  it('go unnoticed seldom, and those that do say why', () => {
    const silent = weakenings.filter((w) => w.unnoticed !== undefined);
    for (const { unnoticed } of silent) expect(unnoticed!.length).toBeGreaterThan(40);
    expect((100 * silent.length) / weakenings.length).toBeLessThanOrEqual(UNNOTICED_PERCENT);
  });

  // One for each law; the others, and those of the commands: oracle.deep.test.ts.
  const names = new Set(laws.map((law) => law.name));
  const ofLaws = weakenings.toReversed().filter(({ of: [first] }) => names.has(first!));
  const firstOfEach = new Map(ofLaws.map((w) => [w.of[0], w]));
  weakeningsAreNoticed([...firstOfEach.values()], new OracleMeasure({ times: 3, traces: 30 }));
});

unfailingCommandsSucceed(10, 8);

describe('the measure', () => {
  const nothing: Weakening = {
    name: 'nothing',
    says: 'everything holds',
    of: [],
    weaken: (full) => full,
  };

  it('notices nothing where nothing is weakened', () => {
    expect(measure.verdict(nothing).lost).toBeUndefined();
  });

  it('names what is lost where a law is gone', () => {
    const { lost } = measure.verdict({
      ...nothing,
      weaken: (full) => ({ ...full, laws: full.laws.filter((law) => law.name !== 'fresh-mm') }),
    });
    expect(lost).toMatchObject({ law: 'fresh-mm', defect: { id: 'fork-inherits-mm-pasid' } });
  });

  it('does not take a sign for lost that its shortest trace alone does not show any more', () => {
    const free = weakenings.find((w) => w.name === 'no-reuse-unless-free')!;
    const inMmput = defects.find((d) => d.id === 'mm-pasid-drop-in-mmput')!;
    const broken: string[] = [];
    new Runner(free.weaken(specification), kernelWith(inMmput), findWorld('sva')).run(
      inMmput.shortest,
      { broken: (_step, { law }) => broken.push(law) },
    );
    expect(broken).not.toContain(inMmput.law);
    expect(measure.verdict(free).lost).toBeUndefined();
  });
});
