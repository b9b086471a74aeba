import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { simulate } from '../defects/kernels.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Kind } from '../memory/kinds.ts';
import type { World } from '../model/world.ts';
import { findWorld, worlds } from '../model/world.ts';
import { checkSymmetry } from './symmetry.ts';
import { twiceWrong } from './twice-wrong.ts';

const vfioWorlds = worlds.filter(({ vfio }) => vfio !== undefined).map(({ name }) => name);
const cases = versions.flatMap((version, i) =>
  [
    'sva',
    'sva-small',
    'sva-one-pasid',
    'sva-group',
    // The oldest and the newest: in VFIO those between are like one of them.
    ...(i === 0 || i === versions.length - 1 ? vfioWorlds : []),
  ].map((world) => ({
    name: version.name,
    version,
    world,
  })),
);

describe('names and places mean nothing', () => {
  it.each(cases)('to $name in $world', ({ version, world }) => {
    expect(checkSymmetry(simulate(version), findWorld(world), 300, 1)).toEqual({
      renamings: 300,
      failures: [],
    });
  });

  it.each<[string, Partial<Switches>]>([
    ['v9’s domain', { externalOwner: 'attacher', secondMediated: 'joins-freed' }],
    ['lists by frame', { pfnList: 'by-frame', externalPin: 'per-reference' }],
    ['charges that wait', { charge: 'deferred-if-contended', limitTest: 'before' }],
    ['the task of a mapping', { dmaOwner: 'mapping-thread', unmapBy: 'owner' }],
  ])('to kernels with %s', (_name, off) => {
    const kernel = new SimulatedKernel('wrong', { ...reference, ...off });
    for (const world of ['vfio', 'vfio-threads', 'both'])
      expect(checkSymmetry(kernel, findWorld(world), 300, 1).failures).toEqual([]);
  });

  it('to kernels on which the order in which things were made decides what goes wrong', () => {
    expect(checkSymmetry(twiceWrong(), findWorld('sva'), 300, 1).failures).toEqual([]);
  });
});

describe('the order in which things were made', () => {
  it('means nothing to the reference', () => {
    expect(unordered(new SimulatedKernel('reference', reference))).toEqual([]);
  });

  it('means something to some kernels, so it is exact only where it does not', () => {
    expect(unordered(twiceWrong())).not.toEqual([]);
  });
});

/** Where the order in which things were made is taken to mean nothing. */
function unordered(kernel: SimulatedKernel): readonly string[] {
  return checkSymmetry(kernel, findWorld('sva'), 6000, 3, 'unordered', true).failures;
}

/** The reference, with one field said to mean something else than it does. */
class Misdeclared extends SimulatedKernel {
  readonly #table: string;
  readonly #field: string;
  readonly #kind: Kind;

  constructor(table: string, field: string, kind: Kind) {
    super('misdeclared', reference);
    this.#table = table;
    this.#field = field;
    this.#kind = kind;
  }

  override reset(world: World): void {
    super.reset(world);
    const records = this.memory().records.find(({ name }) => name === this.#table)!;
    const kinds = records.kinds as Kind[];
    kinds[records.fields.indexOf(this.#field)] = this.#kind;
  }
}

describe('it is noticed', () => {
  const sva = findWorld('sva');

  it('if the form does not see through names', () => {
    const { failures } = checkSymmetry(simulate(versions[0]!), sva, 200, 1, 'objects');
    expect(failures.length).toBeGreaterThan(100);
    expect(failures.some((what) => what.startsWith('the form of'))).toBe(true);
  });

  it.each<[string, string, Kind]>([
    ['arm_smmu_bond', 'mm', 'value'],
    ['task', 'name', 'value'],
    ['arm_smmu_mmu_notifier', 'tick', 'value'],
    ['work_struct', 'until', 'value'],
    ['task', 'mm', 'ignored'],
    ['arm_smmu_ctx_desc', 'mm', 'value'],
    ['uacce_queue', 'device', 'value'],
  ])('if %s.%s is said to be what it is not', (table, field, kind) => {
    const { failures } = checkSymmetry(
      new Misdeclared(table, field, kind),
      sva,
      250,
      1,
      'names',
      true,
    );
    expect(failures).not.toEqual([]);
  });

  it.each<[string, string, Kind]>([
    ['vfio file', 'group', 'value'],
    ['vfio_dma', 'mm', 'value'],
    ['page', 'mm', 'value'],
    ['pte', 'page', 'ignored'],
    ['task_struct', 'task', 'value'],
  ])('if %s.%s of VFIO is', (table, field, kind) => {
    const kernel = new Misdeclared(table, field, kind);
    const { failures } = checkSymmetry(kernel, findWorld('vfio-tiny'), 2000, 1, 'names', true);
    expect(failures).not.toEqual([]);
  });
});
