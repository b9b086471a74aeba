import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidNotifierAbba: Defect = {
  id: 'ioasid-notifier-abba',
  title: 'a free and a bind take two mutexes in opposite orders',
  story:
    'A free holds the mutex of the allocator while it tells its subscribers, and that of VT-d takes pasid_mutex there. A bind holds pasid_mutex while it asks the allocator. If both run at once, each waits for the other.',
  source:
    'Pan, 2020-03-25, “[PATCH 06/10]”, “[PATCH 08/10]” and “[PATCH 10/10]” of “IOASID extensions for guest SVA”, as we read them; nobody reported it',
  fix: 'Tell the subscribers in atomic context, where they only queue work (version 2 of the series).',
  evidence: 'inferred',
  releases: ['ioasid-ext-v1'],
  switches: { guestFree: 'cleaned-inside' },
  law: 'no-splat',
  place: {
    splat: 'inverted lock order',
    where: 'pasid_status_change',
    what: 'pasid_mutex under ioasid_allocator_lock',
  },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
    'guest-free p0 s0 v0',
  ),
};
