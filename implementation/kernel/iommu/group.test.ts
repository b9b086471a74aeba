import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';

const inGroup = (switches: Partial<Switches> = {}) => new Bench(switches, findWorld('sva-group'));

/** Devices that have a bond, in the order of the list. */
const bound = ({ seen }: Bench): number[] =>
  Array.from({ length: seen.bondSlots }, (_, slot) => slot)
    .filter((slot) => seen.bondMm(slot) !== 0)
    .map((slot) => seen.bondDevice(slot));

const entries = (bench: Bench) => [bench.entry(0, 1), bench.entry(1, 1)];

describe('in a group of two devices', () => {
  it('a bind attaches the PASID to both', () => {
    const bench = inGroup();
    expect(bench.run('open p0 d0 -> f0')).toEqual(['PASID 1']);
    expect(bound(bench)).toEqual([0, 1]);
    expect(entries(bench)).toEqual(['mm0 present', 'mm0 present']);
  });

  it('they share the default domain, and so the notifier and the descriptor of the mm', () => {
    const bench = inGroup();
    bench.run('open p0 d1 -> f0');
    const { bonds, notifiers, cds } = bench.k.smmu;
    expect([bonds.live, notifiers.live, cds.live]).toEqual([2, 1, 1]);
    expect(notifiers.rows[0]!.refs).toBe(2);
  });

  it('a bind of the same mm to either is counted, and the last unbind detaches both', () => {
    const bench = inGroup();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0');
    expect(bound(bench)).toEqual([0, 1]);
    bench.run('close p0 f1');
    expect(bound(bench)).toEqual([]);
    expect(entries(bench)).toEqual(['absent', 'absent']);
    expect(bench.log).toEqual([]);
  });

  it('a bind of another mm attaches a PASID of its own', () => {
    const bench = inGroup();
    expect(bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d1 -> f1')).toEqual([
      'PASID 1',
      'success',
      'PASID 2',
    ]);
    expect([bench.entry(0, 2), bench.entry(1, 2)]).toEqual(['mm1 present', 'mm1 present']);
  });

  it('an mm that ends leaves a quiet entry in both, and nothing cached', () => {
    const bench = inGroup();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1');
    bench.run('start p0 f0', 'start p0 f1', 'dma f0', 'dma f1', 'exit p0');
    expect(entries(bench)).toEqual(['mm0 quiet', 'mm0 quiet']);
    expect([bench.seen.cachedMm(0, 1), bench.seen.cachedMm(1, 1)]).toEqual([0, 0]);
  });

  it('each bind that is counted pins the mm as the first does, where bonds pin its users', () => {
    const bench = inGroup({ bondPins: 'mm_users' });
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1');
    expect(bench.mm(0).users).toBe(4);
    bench.run('close p0 f0', 'close p0 f1');
    expect(bench.mm(0).users).toBe(1);
    expect(bench.log).toEqual([]);
  });

  it('bind and unbind hold the one mutex of the group, whichever device they are for', () => {
    const bench = inGroup();
    const letGo = bench.hold(bench.k.iommu.groupMutex);
    const open = bench.start('open p0 d1 -> f0');
    expect(open.waitsFor).toBe('group->mutex');
    letGo();
    expect(open.resume().finish()).toBe('PASID 1');
    expect(bench.k.iommu.groupMutex.locks.map(({ owner }) => owner)).toEqual([0]);
  });

  it('a bind is refused by kernels that support SVA in groups of one device alone (before v6.2)', () => {
    const bench = inGroup({ groupAttach: 'refused' });
    expect(bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1')).toEqual(['EINVAL', 'EINVAL']);
    expect(bound(bench)).toEqual([]);
  });
});

describe('an attachment that fails at the second device', () => {
  const fails = 'open p0 d0 -> f0 [allocation 9 fails]';

  it('is undone on the first', () => {
    const bench = inGroup();
    expect(bench.run(fails)).toEqual(['ENOMEM']);
    expect(bound(bench)).toEqual([]);
    expect(entries(bench)).toEqual(['absent', 'absent']);
    expect(bench.log).toEqual([]);
  });

  it('was also undone on the second, which has no bond (before commit b025dea63cde)', () => {
    const bench = inGroup({ groupUnwind: 'every-device' });
    expect(bench.run(fails)).toEqual(['ENOMEM']);
    expect(bound(bench)).toEqual([]);
    expect(bench.log).toEqual(['warning in arm_smmu_sva_remove_dev_pasid: the device has no bond']);
  });

  it('was undone on all of them when the first failed, and on a device that is alone', () => {
    const first = 'open p0 d0 -> f0 [allocation 4 fails]';
    const group = inGroup({ groupUnwind: 'every-device' });
    group.run(first);
    const alone = new Bench({ groupUnwind: 'every-device' });
    alone.run(first);
    expect([group.log.length, alone.log.length]).toEqual([2, 1]);
  });

  it('does not happen if the mm gets no PASID: nothing is undone', () => {
    const bench = inGroup({ groupUnwind: 'every-device' });
    const [none] = bench.run('open p0 d0 -> f0 [allocation 3 fails]');
    const [, , full] = bench.run('alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0');
    expect([none, full]).toEqual(['ENOMEM', 'ENOSPC']);
    expect(bench.log).toEqual([]);
  });

  it('clears the entries that are written if the table of the second has no memory for its own', () => {
    const bench = inGroup({ cdTable: 'two-level' });
    const [, answer] = bench.run('alloc -> n0', 'open p0 d0 -> f0 [allocation 10 fails]');
    expect([answer, bench.k.machine.failed]).toEqual(['ENOMEM', 'CD leaf table']);
    expect(bench.k.smmu.devices.map(({ leaf }) => leaf)).toEqual([1, 0]);
    expect([bench.entry(0, 2), bench.entry(1, 2)]).toEqual(['absent', 'absent']);
  });

  it('drops every reference if PASIDs are counted', () => {
    const bench = inGroup({ pasidFreeAt: 'last-unbind' });
    bench.run(fails);
    expect(bench.seen.pasidOwner(1)).toBe(0);
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0');
    expect(bench.seen.pasidOwner(1)).toBe(1);
    bench.run('close p0 f1');
    expect(bench.seen.pasidOwner(1)).toBe(0);
  });
});

describe('a PASID that the group has already', () => {
  it('is busy if each handle is attached again (v6.8), on either device', () => {
    const bench = inGroup({ bindReuse: 'attach-again' });
    const answers = bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'open p0 d0 -> f1');
    expect(answers).toEqual(['PASID 1', 'EBUSY', 'EBUSY']);
    expect(bound(bench)).toEqual([0, 1]);
  });
});

describe('in groups of one device', () => {
  it.each(['refused', 'every-device'] as const)('%s makes no difference', (groupAttach) => {
    const bench = new Bench({ groupAttach });
    expect(bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1')).toEqual(['PASID 1', 'PASID 1']);
    expect(bound(bench)).toEqual([0, 1]);
    bench.run('close p0 f0');
    expect(bound(bench)).toEqual([1]);
  });
});
