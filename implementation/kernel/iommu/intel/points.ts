import type { LockedIn, Points } from '../../machine/points.ts';

export const intelPoints = {
  bindRegistered: {
    in: 'intel_svm_bind_mm',
    at: 'intel_svm_bind_mm: entry present, device not yet listed',
  },
  pasidEntryCleared: {
    in: 'intel_pasid_tear_down_entry',
    at: 'intel_pasid_tear_down_entry: entry cleared, caches not yet',
  },
  cachesFlushed: {
    in: 'intel_pasid_tear_down_entry',
    at: 'intel_pasid_tear_down_entry: caches flushed, entry not yet cleared',
  },
  tornDown: {
    in: 'intel_svm_unbind_mm',
    at: 'intel_svm_unbind_mm: entry torn down, page requests not yet drained',
  },
  drained: {
    in: 'intel_svm_unbind_mm',
    at: 'intel_svm_unbind_mm: page requests drained, device not yet freed',
  },
  threadLooked: {
    in: 'prq_event_thread',
    at: 'prq_event_thread: ring read, requests not yet handled',
  },
  svmFound: {
    in: 'prq_event_thread',
    at: 'prq_event_thread: svm found, page not yet faulted in',
  },
  threadCopied: {
    in: 'intel_svm_process_prq',
    at: 'intel_svm_process_prq: requests copied and the ring emptied, none handled yet',
  },
  faultServed: {
    in: 'iopf_handle_group',
    at: 'iopf_handle_group: requests served, not yet answered',
  },
} as const satisfies Points;

export const intelLockedIn: LockedIn = {
  pasid_mutex: [
    'intel_svm_bind',
    'intel_svm_unbind',
    'intel_svm_drain_prq',
    'intel_svm_page_response',
  ],
};
