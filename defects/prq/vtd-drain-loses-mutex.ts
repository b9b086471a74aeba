import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdDrainLosesMutex: Defect = {
  id: 'vtd-drain-loses-mutex',
  title: 'a drain drops pasid_mutex and does not take it again',
  story:
    'A drain waits for the queue of I/O page faults without pasid_mutex, because the worker may need that for its answer. If it does not take the mutex again, the rest of unbind runs without it, beside a bind, and at its end unbind releases a mutex that it does not hold.',
  source: 'intel_svm_drain_prq, v5.15 (6ef0505158f7): it takes the mutex again',
  fix: 'Take the mutex again before the drain goes on.',
  evidence: 'hypothesis',
  switches: { drainMutex: 'not-retaken' },
  law: 'no-splat',
  place: { splat: 'bad unlock balance', where: 'lock_release', what: 'pasid_mutex' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
};
