import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/iommu/intel-svm.c';
const read = { 'x86-pasid-v1': 'v1 of the series' } as const;

/** The PASID of an mm in the series of 2020 that added ENQCMD, first version. */
export const pasidV1Fidelity: readonly LinuxFunction[] = [
  {
    name: 'alloc_pasid',
    file,
    read,
    behaviours: [
      {
        linux:
          'A bind that is not private reuses the PASID of the mm, if it has one, and makes the new svm the data of that PASID at once.',
        versions: 'x86-pasid-v1',
        verdict: 'same',
        simulation: 'iommu/intel/svm-pasid.ts: takePasid',
        test: 'iommu/intel/bind.test.ts: kept pointing to a svm that a bind which failed has freed',
      },
      {
        linux:
          'It answers with a PASID or a negative errno in an int; a new PASID is recorded in the mm after the entry is set up.',
        versions: 'x86-pasid-v1',
        source: 'M: 2020-04-26, Re: [PATCH 5/7] x86/mmu: Allocate/free PASID',
        verdict: 'same',
        simulation: 'iommu/intel/bind-own.ts: bindPasidOfSvm',
        test: 'iommu/intel/bind.test.ts: stays after the last unbind, and is used again',
      },
    ],
  },
  {
    name: '__free_pasid',
    file,
    read,
    behaviours: [
      {
        linux:
          'The PASID is freed when the last reference on mm_count goes, without a drain and without pasid_mutex.',
        versions: 'x86-pasid-v1',
        source: 'M: 2020-04-26, Re: [PATCH 5/7] x86/mmu: Allocate/free PASID',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmdrop',
        test: 'iommu/intel/bind.test.ts: goes with the mm',
      },
      {
        linux:
          'Nothing is freed on a CPU without ENQCMD, although unbind no longer frees the PASID either.',
        versions: 'x86-pasid-v1',
        verdict: 'not simulated',
        because: 'Every process that ever bound a device costs a PASID for good.',
        hides: 'a mistake',
      },
      {
        linux:
          'The PASID is a field of the context of the mm, which fork copies and nothing resets: the child’s exit frees the PASID of its parent.',
        versions: 'x86-pasid-v1',
        source: 'M: 2020-06, v2 of the series: fork: Clear PASID for new mm',
        verdict: 'not simulated',
        because:
          'The child binds with the PASID of its parent, and the PASID is freed while the parent’s entry is present.',
        hides: 'a mistake',
      },
    ],
  },
];
