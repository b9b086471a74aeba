import { describe, expect, it } from 'vitest';
import { Bench } from '../../testing/kernel.ts';
import { VfioBench } from '../../testing/vfio.ts';

const left = (bench: Bench | VfioBench) => bench.seen.leftovers().map(({ says }) => says);

describe('objects that remain', () => {
  it('are listed with their counters and the objects that point to them', () => {
    const bench = new Bench();
    bench.run('open p0 d1 -> f0', 'mmap p0 f0 mmio', 'bind p0 f0 -> h0', 'alloc -> n0');
    expect(left(bench)).toEqual([
      'vm_area_struct of mm0 and f0, held by nothing that is left',
      'handle h0, held by nothing that is left',
      'mm_struct mm0 (mm_users 1, mm_count 3), held by task p0, vm_area_struct of mm0 and f0, arm_smmu_bond of d1 and mm0, arm_smmu_mmu_notifier of d1 and mm0, arm_smmu_ctx_desc of mm0',
      'file f0 (refs 2), held by vm_area_struct of mm0 and f0',
      'uacce_queue of d1, held by vm_area_struct of mm0 and f0, file f0, hisi_qp of d1, handle h0',
      'uacce_qfile_region, held by uacce_queue of d1',
      'hisi_qp of d1, held by vm_area_struct of mm0 and f0, uacce_queue of d1',
      'arm_smmu_bond of d1 and mm0 (refs 2), held by uacce_queue of d1, handle h0',
      'arm_smmu_mmu_notifier of d1 and mm0 (refs 1), held by arm_smmu_bond of d1 and mm0',
      'arm_smmu_ctx_desc of mm0 (refs 1), held by arm_smmu_mmu_notifier of d1 and mm0',
      'PASID 1 of mm0',
      'context descriptor of d1 at PASID 1 (mm0, present)',
    ]);
  });

  it('start with those to which nothing points: there a reference was never dropped', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'close p0 f0');
    bench.settle();
    bench.mm(0).count++;
    bench.run('fork p0 -> p1', 'open p1 d0 -> f0', 'exit p0');
    bench.settle();
    expect(left(bench)[0]).toBe(
      'mm_struct mm0 (mm_users 0, mm_count 1), held by nothing that is left',
    );
  });

  it('are not found through old pointers: a new object in the same slot is another object', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'open p1 d0 -> f0', 'exit p1');
    bench.settle();
    bench.run('fork p0 -> p1');
    expect(left(bench)).toEqual([
      'mm_struct mm0 (mm_users 1, mm_count 1), held by task p0',
      'mm_struct mm2 (mm_users 1, mm_count 1), held by task p1',
    ]);
  });

  it('have no names as long as nothing was written into them', () => {
    const bench = new Bench({ bindUnwind: 'forgets-bond' });
    bench.run('open p0 d0 -> f0 [allocation 4 fails]', 'exit p0');
    bench.settle();
    expect(left(bench)).toEqual(['arm_smmu_bond (refs 0), held by nothing that is left']);
  });

  it('of VFIO may be held by tables beside the objects, too', () => {
    const bench = new VfioBench().and(
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a0 1 rw',
    );
    const lines = left(bench);
    expect(lines).toContain('vfio_dma of mm0, held by nothing that is left');
    expect(lines).toContain('page of mm0 (pins 1), held by pte, iommu pte');
    expect(lines).toContainEqual(
      expect.stringMatching(/^vfio_container c0 \(refs \d\), held by file of c0, vfio_group g1$/),
    );
  });

  it('are none after a clean exit of all processes', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'exit p0');
    bench.settle();
    expect(left(bench)).toEqual([]);
  });
});
