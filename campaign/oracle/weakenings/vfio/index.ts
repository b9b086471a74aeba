import { admits, admitsSuccess, where } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import { forgiving } from '../../weakening.ts';

export const vfio: OfDomain = {
  clauses: [
    where('isolation', 'unmapped', 'the IOMMU maps what nobody maps', /what nobody maps$/),
    where(
      'isolation',
      'mapped',
      'the IOMMU maps memory of a foreign mm',
      /^the IOMMU .* foreign mm$/,
    ),
    where('isolation', 'pinned', 'a driver is given memory of a foreign mm', /^a driver was given/),
    ...['map', 'attach', 'pin', 'map-vaddr'].map((kind) =>
      where('memlock-limit', kind, `${kind} goes over the limit`, new RegExp(`^${kind}: `)),
    ),
    where('unmap-terminates', 'hung', 'an unmap may wait for ever', /HUNG$/),
    where('unmap-terminates', 'oopsed', 'an unmap may kill its task', /OOPS$/),
    ...['map', 'attach', 'pin'].map((kind) =>
      admits(kind, 'ENOMEM', 'though it stays below the limit'),
    ),
    ...['attach', 'pin'].map((kind) => admits(kind, 'EFAULT', 'though there is a page')),
    {
      ...admits('map', 'EFAULT', 'though there is a page'),
      unnoticed:
        'who maps runs in the memory that is mapped, whoever is taken for its owner; in that of another one only attach and pin look',
    },
    admits('map', 'ESRCH', 'though its caller is there'),
    admits('attach', 'ESRCH', 'though the owners of all mappings are there'),
    admits('pin', 'ENODEV', 'though the owner of the mapping is there'),
    admits('pin', 'EINVAL', 'though it is mapped'),
    ...['attach', 'pin', 'unmap-vaddr'].map(admitsSuccess),
    {
      name: 'unmap-admits-any-number',
      says: 'unmap may say that it removed any number of pages',
      of: ['unmap'],
      weaken: forgiving(
        'answers-conform',
        ({ place }) => place === 'unmap: another number of pages',
      ),
    },
  ],
  unfailing: ['container', 'contend'],
  undisturbed: ['close-container', 'dirty'],
  waiting: ['pin'],
};
