import { admits, admitsSuccess, isLike, unless, where } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import type { Observation } from '../../../../model/observation.ts';
import type { PagesState } from '../../../../model/pages/state.ts';
import type { State } from '../../../../model/state.ts';
import { forgiving, supposing } from '../../weakening.ts';

export const vfio: OfDomain = {
  clauses: [
    unless('isolation', 'unmapped', 'the IOMMU maps what nobody maps'),
    unless('isolation', 'mapped', 'the IOMMU maps memory of a foreign mm'),
    unless('isolation', 'pinned', 'a driver was given memory of a foreign mm'),
    unless('page-identity', 'mapped', 'the IOMMU maps another page than was pinned'),
    unless('page-identity', 'pinned', 'a driver has another page than was pinned'),
    {
      name: 'locked-vm-of-two-pages',
      says: 'one charge may cover a page of the IOMMU and another page of a driver at one IOVA',
      of: ['locked-vm'],
      weaken: supposing('locked-vm', (state, seen) => ({
        pages: Object.assign(Object.create(state.pages) as PagesState, {
          expectedLocked: (mm: number) => atLeastOncePerIova(state, seen, mm),
        }),
      })),
    },
    ...['map', 'attach', 'pin', 'map-vaddr'].map((kind) =>
      where('memlock-limit', kind, `${kind} exceeds the limit`, { command: kind }),
    ),
    where('unmap-terminates', 'hung', 'an unmap may wait for ever', { answer: 'HUNG' }),
    where('unmap-terminates', 'oopsed', 'an unmap may kill its task', { answer: 'OOPS' }),
    unless('drivers-notified', 'let-go', 'unmap gives up although every driver has unpinned'),
    unless('drivers-notified', 'asked', 'unmap gives up without notifying a driver'),
    ...['map', 'attach', 'pin'].map((kind) =>
      admits(kind, 'ENOMEM', 'although it stays within the limit'),
    ),
    ...['attach', 'pin'].map((kind) => admits(kind, 'EFAULT', 'although the page exists')),
    {
      ...admits('map', 'EFAULT', 'although the page exists'),
      unnoticed:
        'map reads the memory of its caller, whoever becomes the owner; only attach and pin read the memory of another process',
    },
    admits('map', 'ESRCH', 'although its caller lives'),
    admits('attach', 'ESRCH', 'although the owners of all mappings live'),
    admits('pin', 'ENODEV', 'although the owner of the mapping lives'),
    admits('pin', 'EINVAL', 'although the page is mapped'),
    ...['attach', 'pin', 'unmap-vaddr'].map(admitsSuccess),
    {
      name: 'unmap-admits-any-number',
      says: 'unmap may return any number of pages',
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

/** The charge that is seen, if it is too small by no more than the second pages at the IOVAs of this mm; otherwise the required one. */
function atLeastOncePerIova(state: State, seen: Observation, mm: number): number {
  const { mappings } = state.vfio;
  let seconds = 0;
  for (const d of mappings.dmas)
    if (d.live !== 0 && d.mm === mm)
      for (let i = 0; i < d.pages; i++) seconds += mappings.countedAt(d, i) > 1 ? 1 : 0;
  const required = state.pages.expectedLocked(mm);
  const charged = (seen.lockedVm(mm) ?? required) + seen.pendingCharge(mm);
  return charged >= required - seconds && charged <= required ? charged : required;
}
