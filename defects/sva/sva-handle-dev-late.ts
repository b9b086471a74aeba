import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaHandleDevLate: Defect = {
  id: 'sva-handle-dev-late',
  title: 'another task can get a handle before its device is set',
  story:
    'iommu_sva_bind_device sets handle->dev after it has dropped the lock under which the handle became visible. A second bind of the same mm shares the handle, and the unbind of that second bind finds no device in it.',
  source:
    'commit 530f8f9c3546 “iommu/sva: Set handle->dev before the SVA handle is visible” (its title; the window is read off drivers/iommu/iommu-sva.c of v6.8, put here into the code of v5.18)',
  fix: 'Set it before the lock is dropped.',
  evidence: 'inferred',
  switches: { handleDevice: 'after-unlock', uacceMutexCovers: 'list-alone' },
  law: 'no-splat',
  place: { splat: 'null dereference', where: 'iommu_sva_unbind_device', what: 'handle->dev' },
  world: 'sva-small',
  shortest: parseSteps(
    'clone p0 -> p1',
    'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
    'open p1 d0 -> f1',
    'close p1 f1',
  ),
};
