import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench, journal } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';

const ofSvm = { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind' } as const;
const ofContext = { svmPasid: 'of-context' } as const;
const counted = { pasidFreeAt: 'last-unbind' } as const;

const small = findWorld('vtd-small');
const on = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, small);
  made.run(...lines);
  return made;
};
/** Two devices. */
const onTwo = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld('vtd'));
  made.run(...lines);
  return made;
};
const owners = (b: Bench): number[] => [1, 2].map((pasid) => b.seen.pasidOwner(pasid));
const bonds = ({ k }: Bench): number[] => [k.intel.sdevs.live, k.intel.svms.live];
/** Whether PASID 1 has a svm as its data. */
const data = (b: Bench): boolean => b.k.intel.private[1]!.svm !== 0;
const fpd = (b: Bench): number => b.k.intel.table.entries[1]!.fpd;
/** The entry of PASID 1 is in use. */
const taken = (switches: Partial<Switches>): Bench => {
  const b = on(switches);
  b.k.intel.table.entries[1]!.present = 1;
  return b;
};

describe('a PASID of a svm (v4.4 to v5.13)', () => {
  it('is that of all devices of the mm, and is free after the last unbind', () => {
    const b = onTwo(ofSvm);
    expect(b.run('open p0 d0 -> f0', 'open p0 d1 -> f1')).toEqual(['PASID 1', 'PASID 1']);
    expect([b.entry(0, 1), b.entry(1, 1)]).toEqual(['mm0 present', 'mm0 present']);
    b.run('close p0 f0');
    expect([owners(b), b.entry(0, 1)]).toEqual([[1, 0], 'absent']);
    b.run('close p0 f1');
    expect(owners(b)).toEqual([0, 0]);
  });

  it('has one bond of a device, whose users are counted', () => {
    const b = on(ofSvm, 'open p0 d0 -> f0', 'open p0 d0 -> f1');
    expect([bonds(b), b.k.intel.sdevs.rows[0]!.refs]).toEqual([[1, 1], 2]);
    b.run('close p0 f0');
    expect(b.entry(0, 1)).toBe('mm0 present');
  });

  it('is free before the notifier goes', () => {
    const b = on(ofSvm, 'open p0 d0 -> f0');
    const order = journal({
      pasid: [b.k.ioasid.rows[1]!, 'live'],
      svm: [b.k.intel.svms.rows[0]!, 'live'],
    });
    b.run('close p0 f0');
    expect(order).toEqual(['pasid 0', 'svm 0']);
  });

  it('is ENOSPC if there is none, whatever the cause, and nothing is left', () => {
    const b = on(ofSvm, 'alloc -> n0', 'alloc -> n1');
    expect(b.run('open p0 d0 -> f0')).toEqual(['ENOSPC']);
    expect(bonds(b)).toEqual([0, 0]);
  });

  it('was 0 and a success if the error was forgotten', () => {
    const b = on(
      { ...ofSvm, svmNoPasid: 'zero', svaApi: 'of-driver' },
      'alloc -> n0',
      'alloc -> n1',
    );
    expect(b.run('open p0 d0 -> f0', 'dma f0', 'close p0 f0')).toEqual([
      'PASID 0x0',
      'fault: no valid context descriptor',
      'success',
    ]);
  });

  it('was lost with the record of its device in v4.4', () => {
    const b = on({ ...ofSvm, svmUnwind: 'keeps-device' }, 'alloc -> n0', 'alloc -> n1');
    b.run('open p0 d0 -> f0');
    expect(bonds(b)).toEqual([1, 0]);
  });

  it('does not fit the table if it is an errno that was taken for a PASID', () => {
    const b = on({ ...ofSvm, svmPasidCompare: 'unsigned' }, 'alloc -> n0', 'alloc -> n1');
    expect(b.run('open p0 d0 -> f0')).toEqual(['EINVAL']);
    expect([b.log, bonds(b)]).toEqual([
      ['warning in intel_pasid_get_entry: the PASID does not fit the table'],
      [0, 0],
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('is given back if allocation %i of the bind fails', (n) => {
    const b = on(ofSvm);
    const [answer] = b.run(`open p0 d0 -> f0 [allocation ${n} fails]`);
    if (answer === 'PASID 1') return;
    expect([answer === 'ENOMEM' || answer === 'ENOSPC' || answer === 'EINVAL']).toEqual([true]);
    expect([owners(b), bonds(b)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('a PASID in the context of the mm (ENQCMD series, first version)', () => {
  it('stays after the last unbind, and is used again', () => {
    const b = on(ofContext, 'open p0 d0 -> f0', 'close p0 f0');
    expect([owners(b), bonds(b)]).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(b.run('alloc -> n0', 'open p0 d0 -> f0')).toEqual(['PASID 2', 'PASID 1']);
  });

  it('goes with the mm', () => {
    const b = on(ofContext, 'open p0 d0 -> f0', 'exec p0');
    expect(owners(b)).toEqual([0, 0]);
  });

  it('kept pointing to a svm that a bind which failed has freed', () => {
    const lines = ['open p0 d0 -> f0', 'close p0 f0', 'open p0 d1 -> f1 [allocation 5 fails]'];
    expect(data(onTwo({ ...ofContext, svmPasidData: 'kept' }, ...lines))).toBe(true);
    expect(data(onTwo(ofContext, ...lines))).toBe(false);
  });
});

describe('a PASID that bonds count (v5.14 to v5.17)', () => {
  const twice = ['open p0 d0 -> f0', 'open p0 d0 -> f1', 'close p0 f0', 'close p0 f1'];

  it('has a reference of each bind, and each unbind drops one', () => {
    const b = on(counted, 'open p0 d0 -> f0', 'open p0 d0 -> f1');
    expect(b.k.ioasid.rows[1]!.refs).toBe(2);
    b.run('close p0 f0');
    expect([b.k.ioasid.rows[1]!.refs, owners(b)]).toEqual([1, [1, 0]]);
    b.run('close p0 f1');
    expect(owners(b)).toEqual([0, 0]);
  });

  it('kept a reference if only the last unbind dropped one', () => {
    expect(owners(on({ ...counted, svmPasidPut: 'by-end-of-svm' }, ...twice))).toEqual([1, 0]);
  });

  it('kept one if the mm had forgotten it before (v5.14)', () => {
    expect(owners(on({ ...counted, svmPasidPut: 'after-mm-forgot' }, ...twice))).toEqual([1, 0]);
  });

  it('is given back by a bind that fails', () => {
    const b = on(counted);
    b.run('open p0 d0 -> f0 [allocation 4 fails]');
    expect([owners(b), bonds(b)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it.each(['by-each-unbind', 'by-end-of-svm', 'after-mm-forgot'] as const)(
    'is given back once by a bind that fails late: %s',
    (svmPasidPut) => {
      const b = on({ ...counted, svmPasidPut });
      expect(b.run('open p0 d0 -> f0 [allocation 8 fails]')).toEqual(['EINVAL']);
      expect([owners(b), bonds(b), b.log]).toEqual([[0, 0], [0, 0], []]);
    },
  );

  it('was read from an mm that the unbind had freed', () => {
    const old = on({ ...counted, unbindHoldsMm: 'not-held' }, 'open p0 d0 -> f0', 'exec p0');
    expect(old.log).toEqual(['use-after-free in iommu_sva_free_pasid: mm_struct']);
    expect(on(counted, 'open p0 d0 -> f0', 'exec p0').log).toEqual([]);
  });
});

describe('a bond', () => {
  it('enters the list of its svm when its entry is present', () => {
    const b = on({});
    b.start('open p0 d0 -> f0 [stops at intel_svm_bind_mm: entry present, device not yet listed]');
    expect([b.entry(0, 1), b.k.intel.sdevs.rows[0]!.listed]).toEqual(['mm0 present', 0]);
  });

  it('is that of whoever has the PASID, even if another mm had it before', () => {
    const b = on({ pasidFreeAt: 'mmput' }, 'open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0');
    expect(b.run('open p1 d0 -> f1')).toEqual(['PASID 1']);
    expect(bonds(b)).toEqual([1, 1]);
  });

  it('that ends leaves its requests in the ring up to v5.7', () => {
    const lines = ['open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'];
    expect(on({ ...ofSvm, prqDrain: 'nowhere' }, ...lines).k.intel.ring.live).toBe(1);
    expect(on(ofSvm, ...lines).k.intel.ring.live).toBe(0);
  });

  it('held mm_users in v4.4, so the address space outlived its process', () => {
    const lines = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'];
    const v44 = on({ ...ofSvm, svmHolds: 'mm-users' }, ...lines);
    expect(v44.run('dma f0')).toEqual(['reaches mm0']);
    v44.run('close p1 f0');
    expect(v44.seen.mmInUse(1)).toBe(false);
    expect(on(ofSvm, ...lines).run('dma f0')).toEqual(['aborted']);
  });

  it('found its entry in the table of the unit up to v4.18: another device reached it too', () => {
    const b = onTwo({ ...ofSvm, pasidTables: 'of-unit' }, 'open p0 d0 -> f0');
    expect(b.entry(1, 1)).toBe('mm0 present');
    b.run('close p0 f0');
    expect(b.entry(1, 1)).toBe('absent');
  });

  it('of one device left the entry of the unit until the last one went', () => {
    const b = onTwo({ ...ofSvm, pasidTables: 'of-unit' }, 'open p0 d0 -> f0', 'open p0 d1 -> f1');
    b.run('close p0 f0');
    expect(b.entry(0, 1)).toBe('mm0 present');
  });
});

describe('a PASID table entry', () => {
  it('that is present is refused to a bind (v5.15), and was overwritten before', () => {
    expect(taken({}).run('open p0 d0 -> f0')).toEqual(['EBUSY']);
    expect(taken({ entryInUse: 'overwritten' }).run('open p0 d0 -> f0')).toEqual(['PASID 1']);
  });

  it('that the end of the mm has torn down stays as it is, and was zeroed again up to v5.13', () => {
    const lines = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'close p1 f0'];
    expect([fpd(on({}, ...lines)), fpd(on({ entryTornDown: 'zeroed' }, ...lines))]).toEqual([1, 0]);
  });

  it('needs a part of the table, which is allocated once: EINVAL without memory', () => {
    const b = on({});
    expect(b.run('open p0 d0 -> f0 [allocation 8 fails]')).toEqual(['EINVAL']);
    expect(b.k.intel.table.leaves[0]!.there).toBe(0);
    b.run('open p0 d0 -> f0', 'close p0 f0');
    expect(b.k.intel.table.leaves[0]!.there).toBe(1);
  });
});

describe('a driver that binds by a call into the driver of the IOMMU (up to v5.7)', () => {
  it('takes no lock of the group', () => {
    const b = on({ ...ofSvm, svaApi: 'of-driver' });
    const open = b.start(
      'open p0 d0 -> f0 [stops at intel_svm_bind_mm: entry present, device not yet listed]',
    );
    expect(b.k.iommu.groupMutex.locks[0]!.owner).toBe(0);
    expect(open.resume().finish()).toBe('PASID 1');
  });
});
