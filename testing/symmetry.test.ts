import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { simulate } from '../defects/kernels.ts';
import { type Version, versions } from '../implementation/versions/index.ts';
import type { Kind } from '../memory/kinds.ts';
import type { World } from '../model/world.ts';
import { findWorld } from '../model/worlds.ts';
import { namesAndPlacesMeanNothing, orderMatters } from './symmetry.contract.ts';
import { checkSymmetry } from './symmetry.ts';
import { twiceWrong } from './twice-wrong.ts';

/** Each version in one world, the reference in some more; all in all worlds: symmetry.deep.test.ts. */
const cases = [
  ...versions.map((version) => ({ version, world: worldOf(version) })),
  ...['sva-group', 'vfio', 'vfio-threads', 'both'].map((world) => ({
    version: versions[0]!,
    world,
  })),
].map((one) => ({ ...one, name: one.version.name }));

function worldOf({ has }: Version): string {
  if (has.includes('sva')) return 'sva';
  return has.includes('mdev') ? 'vfio-tiny' : 'vfio-passthrough';
}

describe('names and places mean nothing', () => {
  namesAndPlacesMeanNothing(cases, 25);
});

describe('the order in which things were made', () => {
  it('means nothing to the reference', () => {
    expect(orderMatters(new SimulatedKernel('reference', reference), 1000)).toEqual([]);
  });

  it('means something to some kernels, so it is exact only where it does not', () => {
    expect(orderMatters(twiceWrong(), 8000)).not.toEqual([]);
  });
});

/** The reference, with a wrong declaration of one field. */
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
    ['file', 'group', 'value'],
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
