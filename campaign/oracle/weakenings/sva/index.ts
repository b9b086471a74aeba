import { errno } from '../../../../model/answer.ts';
import { aborted, faulted } from '../../../../model/sva/commands/dma.ts';
import { admits, admitsSuccess, isLike, unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import { admitting, forgiving, seeing, supposing, type Weakening } from '../../weakening.ts';

export const sva: OfDomain = {
  clauses: [
    {
      name: 'no-stale-translation-of-ended-mms',
      says: 'translations of an mm that has ended may stay cached while it is bound',
      of: ['no-stale-translation'],
      weaken: seeing('no-stale-translation', () => ({ mmInUse: () => true })),
    },
    {
      name: 'no-stale-translation-without-bond',
      says: 'translations may stay cached after the bond, as long as the mm is in use',
      of: ['no-stale-translation'],
      weaken: seeing('no-stale-translation', (seen) => ({
        cachedMm(device, pasid) {
          const mm = seen.cachedMm(device, pasid);
          return seen.mmInUse(mm) ? 0 : mm;
        },
      })),
    },
    {
      name: 'isolation-unless-running',
      says: 'a DMA may reach a foreign mm that still runs',
      of: ['isolation'],
      weaken: forgiving(
        'isolation',
        ({ place }, s) =>
          isLike(place, { clause: 'reached a foreign mm' }) &&
          s !== undefined &&
          s.state.runs(s.answer.value),
      ),
    },
    unless('isolation', 'queue', 'reached a foreign queue'),
    unless('pasid-stability', 'told', 'told another PASID'),
    unless('pasid-stability', 'changed', 'mm->pasid changed under a bond'),
    {
      name: 'pasid-stability-if-lost',
      says: 'a bound mm may lose its PASID, if it has no other',
      of: ['pasid-stability'],
      weaken: unlessPasid((pasid) => pasid === 0),
    },
    {
      name: 'pasid-stability-if-replaced',
      says: 'a bound mm may have another PASID, as long as it has one',
      of: ['pasid-stability'],
      weaken: unlessPasid((pasid) => pasid !== 0),
    },
    ...(['open', 'bind'] as const).flatMap((kind) => [
      admits(kind, 'ENOSPC', 'although a PASID is free'),
      admits(kind, 'ENOMEM', 'even if no allocation failed'),
      admits(kind, 'EBUSY', 'if the mm is already bound'),
      {
        name: `${kind}-admits-no-pasid`,
        says: `${kind} may return a number that is not a PASID`,
        of: [kind],
        weaken: forgiving('answers-conform', ({ place }) =>
          isLike(place, { command: kind, answer: 'no PASID' }),
        ),
      },
    ]),
    admits('mmap', 'EEXIST', 'although the region is not mapped'),
    {
      name: 'mmap-admits-success',
      says: 'mmap may succeed even if it has to be refused, and map a region twice',
      of: ['mmap'],
      weaken: admitting(['mmap'], (a) => a.errno === errno.OK),
    },
    admits('putq', 'ENXIO', 'although the device exists'),
    {
      ...admitsSuccess('touch'),
      says: 'touch may succeed even if it has to raise a signal',
    },
    dmaAdmits('aborts', 'be aborted', aborted),
    dmaAdmits('faults', 'find no valid descriptor', faulted),
  ],
  unfailing: ['gp'],
  undisturbed: ['munmap-part'],
  waiting: [
    'open',
    'close',
    'mmap',
    'munmap',
    'start',
    'bind',
    'unbind',
    'putq',
    'poll',
    'mremap',
    'hotplug',
  ],
  leavesBehind: [{ name: 'entries', kind: 'context descriptor', says: 'table entries' }],
};

/** pasid-stability, but bonds do not count while their mm has a PASID like this. */
function unlessPasid(tolerates: (pasid: number) => boolean): Weakening['weaken'] {
  return supposing('pasid-stability', (state, seen) => {
    const handles = state.sva.handles.filter(({ mm }) => {
      const pasid = seen.mmPasid(mm);
      return pasid === undefined || !tolerates(pasid);
    });
    return { sva: Object.assign(Object.create(state.sva) as typeof state.sva, { handles }) };
  });
}

function dmaAdmits(name: string, says: string, value: number): Weakening {
  return {
    name: `dma-admits-${name}`,
    says: `DMA may ${says}, whoever is bound`,
    of: ['dma'],
    weaken: admitting(['dma'], (a) => a.errno === errno.OK && a.value === value),
  };
}
