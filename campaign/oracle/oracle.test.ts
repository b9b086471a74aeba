import { beforeAll, describe, expect, it } from 'vitest';
import { rulesByKind, specification } from '../../checker/specification.ts';
import { laws } from '../../properties/laws/index.ts';
import { generatorOf } from '../../checker/arbitrary.ts';
import { stream } from '../../checker/randomness.ts';
import type { Specification } from '../../checker/judge.ts';
import { Runner } from '../../checker/run.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { errnoName } from '../../model/answer.ts';
import { findWorld } from '../../model/world.ts';
import { weakenings } from './index.ts';
import { OracleMeasure } from './measure.ts';
import { unfailing } from './of-rules.ts';
import type { Weakening } from './weakening.ts';

/** Less than the command line gives; what is noticed at a larger budget is noticed at this one too. */
const measure = new OracleMeasure({ times: 10, traces: 150 });

/** How many weakenings may go unnoticed, of 100. */
const UNNOTICED_PERCENT = 5;

describe('the weakenings', () => {
  it('are many, and each has a name of its own', () => {
    expect(weakenings.length).toBeGreaterThanOrEqual(40);
    expect(new Set(weakenings.map((w) => w.name)).size).toBe(weakenings.length);
  });

  it('are of laws and commands that there are, and of each at least one', () => {
    const all = [...laws.map((law) => law.name), ...Object.keys(rulesByKind)];
    expect(new Set(weakenings.flatMap((w) => w.of))).toEqual(new Set(all));
  });

  it('leave every law and every command in its place', () => {
    for (const { weaken } of weakenings) {
      const weakened = weaken(specification);
      expect(weakened.laws.map((law) => law.name)).toEqual(laws.map((law) => law.name));
      expect(Object.keys(weakened.rules)).toEqual(Object.keys(specification.rules));
    }
  });

  describe('take violations away and add none', () => {
    const traces = defects.map((defect) => {
      const world = findWorld(defect.world);
      const steps = generatorOf(world).trace(stream(2, 'subset', defect.id));
      return { steps, world, kernel: kernelWith(defect) };
    });
    const found = (spec: Specification) =>
      traces.map(({ steps, world, kernel }) => {
        const broken = new Set<string>();
        new Runner(kernel, spec, world).run(steps, {
          broken: (_step, { law, place }) => broken.add(`${law}: ${place}`),
        });
        return broken;
      });
    let full: readonly ReadonlySet<string>[];
    beforeAll(() => {
      full = found(specification);
    });

    it.each(weakenings)('$name', ({ weaken }) => {
      const added = found(weaken(specification)).flatMap((broken, i) =>
        [...broken].filter((what) => !full[i]!.has(what)),
      );
      expect(added).toEqual([]);
    });
  });

  it('go unnoticed seldom, and those that do say why', () => {
    const silent = weakenings.filter((w) => w.unnoticed !== undefined);
    for (const { unnoticed } of silent) expect(unnoticed!.length).toBeGreaterThan(40);
    expect((100 * silent.length) / weakenings.length).toBeLessThanOrEqual(UNNOTICED_PERCENT);
  });

  it.each(weakenings)('$name: is noticed unless it says why not', (weakening) => {
    const { lost } = measure.verdict(weakening);
    expect({ name: weakening.name, lost: lost?.defect.id }).toEqual({
      name: weakening.name,
      lost: weakening.unnoticed === undefined ? expect.any(String) : undefined,
    });
  });
});

describe('the commands that are called unfailing', () => {
  it('succeed on the kernel of every defect', () => {
    const answers = new Set<string>();
    for (const defect of defects) {
      const world = findWorld(defect.world);
      const runner = new Runner(kernelWith(defect), specification, world);
      const generator = generatorOf(world);
      const random = stream(1, 'unfailing', defect.id);
      for (let i = 0; i < 100; i++)
        runner.run(generator.trace(random), {
          answered(_s, _step, { kind }, { errno }) {
            if (unfailing.includes(kind)) answers.add(`${kind}: ${errnoName(errno)}`);
          },
        });
    }
    const drawn = unfailing.filter((kind) =>
      defects.some(({ world }) => rulesByKind[kind]!.in?.(findWorld(world)) ?? true),
    );
    expect([...answers].toSorted()).toEqual(drawn.map((kind) => `${kind}: OK`).toSorted());
  });
});

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
    new Runner(kernelWith(inMmput), free.weaken(specification), findWorld('sva')).run(
      inMmput.shortest,
      { broken: (_step, { law }) => broken.push(law) },
    );
    expect(broken).not.toContain(inMmput.law);
    expect(measure.verdict(free).lost).toBeUndefined();
  });
});
