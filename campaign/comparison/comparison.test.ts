import { describe, expect, it } from 'vitest';
import { findKernel } from '../../defects/kernels.ts';
import { commandText } from '../../model/linux.ts';
import { findWorld } from '../../model/worlds.ts';
import { type Comparison, compareKernels } from './comparison.ts';
import { leafBytes } from '../measures/sva/leaf-tables.ts';
import { measuresIn } from '../measures/index.ts';
import { worldsToCompare } from './world-of.ts';

const compared = (world: string, depth: number, runs: number, ...names: string[]): Comparison =>
  compareKernels(
    {
      kernels: names.map((name) => findKernel(name)),
      world: findWorld(world),
      depth,
      states: 20_000,
      seed: 1,
      runs,
      measures: measuresIn(findWorld(world)),
    },
    { now: () => 0, isStopped: () => false, onProgress: () => undefined },
  );

describe('a comparison of a release with the next ones', () => {
  const { kernels, laws, pairs } = compared(
    'sva-tiny',
    4,
    0,
    'linux-5.17',
    'linux-5.18-rc1',
    'linux-5.18',
  );

  it('has the shortest trace of each law, and says on which kernels it breaks it', () => {
    const { traces } = laws.find(({ law }) => law === 'pasid-uniqueness')!;
    expect(traces.map(({ trace }) => trace.steps.map(commandText))).toEqual([
      ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'],
    ]);
    expect(traces[0]!.verdicts).toEqual(['holds', 'broken', 'holds']);
    expect(kernels.map(({ broken }) => broken.get('pasid-uniqueness')?.grade)).toEqual([
      undefined,
      'proven shortest',
      undefined,
    ]);
  });

  it('names the switch that makes the difference to the release before', () => {
    const { causes } = laws.find(({ law }) => law === 'pasid-uniqueness')!.traces[0]!;
    expect(causes).toMatchObject([
      {
        broken: { name: 'linux-5.18-rc1' },
        holds: { name: 'linux-5.17' },
        settings: [{ name: 'pasidFreeAt', value: 'mmput' }],
      },
    ]);
  });

  it('compares each kernel with the next', () => {
    expect(pairs.map((pair) => pair.kernels)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(pairs.map(({ divergence }) => divergence?.trace.steps.length)).toEqual([2, 2]);
  });
});

describe('the measures', () => {
  const { kernels, order } = compared(
    'sets-small',
    1,
    0,
    'ioasid-ext-v1',
    'ioasid-atomic-wq',
    'ioasid-cyclic',
  );
  const valuesOf = (name: string): (number | undefined)[] => {
    const at = order.measures.findIndex((measure) => measure.name === name);
    return kernels.map(({ measured }) => measured[at]?.value);
  };

  it('reckon 64 KiB of leaf tables, and 64 MiB if PASIDs are handed out in a circle', () => {
    expect(valuesOf('leaf tables')).toEqual([2 ** 16, 2 ** 16, 2 ** 26]);
    expect([leafBytes(1), leafBytes(1023), leafBytes(1024), leafBytes(2 ** 30)]).toEqual([
      2 ** 16,
      2 ** 16,
      2 ** 17,
      2 ** 26,
    ]);
  });

  it('count a longer atomic section where a spinlock is held, and notifications', () => {
    const [mutex, spinlock] = valuesOf('longest atomic section');
    expect(spinlock).toBeGreaterThan(mutex!);
    for (const told of valuesOf('notifications')) expect(told).toBeGreaterThan(0);
  });

  it('are those of the world, and of the kernel', () => {
    expect(measuresIn(findWorld('vfio')).map(({ name }) => name)).toEqual([
      'leaf tables',
      'longest atomic section',
    ]);
    const vfio = compared('vfio-tiny', 1, 0, 'linux-4.10', 'linux-4.12');
    expect(vfio.kernels.map(({ measured }) => measured[0])).toEqual([undefined, undefined]);
  });
});

describe('a comparison that is stopped', () => {
  it('ends with the kernel that it is at, and says so', () => {
    let asked = 0;
    const { kernels, laws, pairs, isWhole } = compareKernels(
      {
        kernels: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18'].map((name) => findKernel(name)),
        world: findWorld('sva-tiny'),
        depth: 6,
        states: 20_000,
        seed: 1,
        runs: 1,
        measures: measuresIn(findWorld('sva-tiny')),
      },
      { now: () => 0, isStopped: () => ++asked > 2, onProgress: () => undefined },
    );
    expect(kernels.map(({ version }) => version.name)).toEqual(['linux-5.17']);
    expect(kernels[0]!.complete).toBeLessThan(6);
    expect([laws, pairs, isWhole]).toEqual([[], [], false]);
  });
});

describe('the worlds of a comparison', () => {
  it.each([
    [['linux-5.17', 'linux-5.18-rc1'], ['sva-small']],
    [['linux-4.10', 'linux-6.3'], ['vfio-tiny']],
    [
      ['ioasid-ext-v1', 'ioasid-ext-v4'],
      ['sva-small', 'sets-small'],
    ],
    [['linux-5.6-vtd', 'linux-5.8-vtd'], ['vtd-small']],
    [['reference', 'reference+setEnds=empty'], ['sets-small']],
    [['ioasid-5.11', 'reference'], ['sets-small']],
  ])('of %j are %j, which have something in which they differ', (names, expected) => {
    const kernels = names.map((name) => findKernel(name));
    expect(worldsToCompare(kernels).map(({ name }) => name)).toEqual(expected);
  });

  it('is none for kernels that have nothing in common', () => {
    const kernels = ['linux-4.10', 'linux-5.18'].map((name) => findKernel(name));
    expect(() => worldsToCompare(kernels)).toThrow(
      'linux-4.10, linux-5.18: no world fits all of them',
    );
  });
});
