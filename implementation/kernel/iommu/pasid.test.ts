import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import { mmPasidDrop, pasidValid } from '../mm/pasid.ts';
import type { Switches } from '../switches.ts';
import { iommuSvaAllocPasid } from './pasid.ts';

describe('the PASID of an mm', () => {
  it('is allocated once and kept for every further bind', () => {
    const { k, ...bench } = bindable();
    expect(iommuSvaAllocPasid(k, bench.mm)).toBe(0);
    expect(iommuSvaAllocPasid(k, bench.mm)).toBe(0);
    expect(k.mms.at(bench.mm, 'test').pasid).toBe(1);
    expect(k.ioasid.rows[1]!.refs).toBe(1);
  });

  it('is counted per bond if the last unbind frees it', () => {
    const { k, mm } = bindable({ pasidFreeAt: 'last-unbind' });
    iommuSvaAllocPasid(k, mm);
    iommuSvaAllocPasid(k, mm);
    expect(k.ioasid.rows[1]!.refs).toBe(2);
  });

  it('was allocated for each bond when bonds had private PASIDs, and the mm forgot the previous one', () => {
    const bench = new Bench({ bondPasid: 'own' });
    expect(bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1')).toEqual(['PASID 1', 'PASID 2']);
    expect([bench.entry(0, 1), bench.entry(1, 2)]).toEqual(['mm0 present', 'mm0 present']);
    bench.run('exit p0');
    bench.settle();
    expect([bench.entry(0, 1), bench.entry(1, 2)]).toEqual(['absent', 'absent']);
    expect([bench.seen.pasidOwner(1), bench.seen.pasidOwner(2)]).toEqual([1, 0]);
  });

  it('can be the largest that the device has, and then be used again', () => {
    expect(againWithLargest({})).toEqual(['PASID 1', 'success', 'PASID 1']);
  });

  it('could be used once only if it was the largest (v5.18 to v6.3)', () => {
    expect(againWithLargest({ pasidRange: 'below-max' })).toEqual([
      'PASID 1',
      'success',
      'EOVERFLOW',
    ]);
  });

  it('that is the largest was refused to every further device, and a shared handle was not', () => {
    const bench = new Bench({ pasidRange: 'below-max' });
    const lines = ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'open p0 d0 -> f1'];
    const answers = bench.run('alloc -> n0', 'alloc -> n1', ...lines).slice(2);
    expect(answers).toEqual(['PASID 3', 'EOVERFLOW', 'PASID 3']);
  });

  it('that was refused leaves no bond and no reference', () => {
    const bench = new Bench({ pasidRange: 'below-max' });
    bench.run('alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0', 'open p0 d1 -> f1');
    expect([bench.k.smmu.bonds.live, bench.k.smmu.cds.rows[0]!.refs]).toEqual([1, 1]);
  });

  it('is 0 if there is none before v5.18, and INVALID_IOASID since', () => {
    const none = (['last-unbind', 'mmput', 'mmdrop'] as const).map(
      (pasidFreeAt) => new Bench({ pasidFreeAt }).mm(0).pasid,
    );
    expect(none).toEqual([0, -1, -1]);
  });

  it('returns to the allocator when the mm drops it, once', () => {
    const { k, mm, log } = bindable();
    iommuSvaAllocPasid(k, mm);
    mmPasidDrop(k, mm);
    mmPasidDrop(k, mm);
    expect(k.ioasid.rows[1]!.live).toBe(0);
    expect(pasidValid(k.mms.at(mm, 'test').pasid)).toBe(false);
    expect(log()).toEqual([]);
  });
});

/** In a world with one PASID. */
const againWithLargest = (switches: Partial<Switches>) =>
  new Bench(switches, findWorld('sva-one-pasid')).run(
    'open p0 d0 -> f0',
    'close p0 f0',
    'open p0 d0 -> f1',
  );

const openIn = (switches: Partial<Switches>) => {
  const bench = new Bench(switches, findWorld('sva-one-pasid'));
  return bench.run('alloc -> n0', 'open p0 d0 -> f0')[1];
};

describe('an exhausted allocator', () => {
  it('is reported as ENOSPC', () => {
    expect(openIn({})).toBe('ENOSPC');
  });

  it('is reported as ENOMEM when one invalid value stands for every cause (v5.11 to v6.3)', () => {
    expect(openIn({ allocFailure: 'invalid-ioasid' })).toBe('ENOMEM');
  });

  it('is used as a PASID if the errno is compared unsigned (before commit c20ecf7bb615)', () => {
    expect(openIn({ idaCompare: 'unsigned' })).toBe('PASID 0xffffffe4');
  });
});

function bindable(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  return { k: bench.k, mm: bench.task(0).mm, log: () => bench.log };
}
