import { admits, admitsSuccess, isLike, unless, where } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import { forgiving } from '../../weakening.ts';

export const vfio: OfDomain = {
  clauses: [
    unless('isolation', 'unmapped', 'the IOMMU maps what nobody maps'),
    unless('isolation', 'mapped', 'the IOMMU maps memory of a foreign mm'),
    unless('isolation', 'pinned', 'a driver was given memory of a foreign mm'),
    ...['map', 'attach', 'pin', 'map-vaddr'].map((kind) =>
      where('memlock-limit', kind, `${kind} goes over the limit`, { command: kind }),
    ),
    where('unmap-terminates', 'hung', 'an unmap may wait for ever', { answer: 'HUNG' }),
    where('unmap-terminates', 'oopsed', 'an unmap may kill its task', { answer: 'OOPS' }),
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
      weaken: forgiving('answers-conform', ({ place }) =>
        isLike(place, { command: 'unmap', answer: 'another number of pages' }),
      ),
    },
  ],
  unfailing: ['container', 'contend'],
  undisturbed: ['close-container', 'dirty'],
  waiting: ['pin'],
};
