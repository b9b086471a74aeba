import type { Kernel } from '../kernel.ts';
import { EBUSY, EINVAL, ENODEV, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { current } from '../process/task.ts';
import { getTaskStruct, putTaskStruct, structOf } from '../process/task-struct.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { removeAll } from './map.ts';
import { unpinVpfn } from './pinning-external.ts';
import { reaccount } from './reaccount.ts';
import { forgetTranslations, vfioIommuReplay } from './replay.ts';
import { isBehindIommu, type Vfio } from './tables.ts';
import { waitForVaddr } from './vaddr.ts';

/** vfio_iommu_type1.c: groups join and leave a container. */

type Group = Vfio['groups'][number];

/** VFIO_SET_IOMMU: the state of the backend, for the first group. 0 if the allocation fails. */
export function newIommu(k: Kernel, backend: number, entries: number): Ptr {
  const ptr = k.vfio.iommus.alloc();
  if (ptr === 0) return 0;
  const iommu = k.vfio.iommus.at(ptr, 'vfio_iommu_type1_open');
  iommu.v2 = backend === 0 ? 1 : 0;
  iommu.tce = backend === 2 ? 1 : 0;
  iommu.dmaAvail = entries;
  return ptr;
}

function membersOf(k: Kernel, domain: Ptr): Group[] {
  return k.vfio.groups.filter((g) => g.domain === domain);
}

/** vfio_iommu_type1_attach_group. 0 or an error. */
export function* attachGroup(k: Kernel, iommu: Ptr, group: number): Call<number> {
  const i = k.vfio.iommus.at(iommu, 'attach_group');
  if (i.tce !== 0) return attachTce(k, group);
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_attach_group');
  const ret = yield* attachLocked(k, iommu, group);
  unlockIommu(k, iommu, 'vfio_iommu_type1_attach_group');
  return ret;
}

/** tce_iommu_attach_group: only groups with an IOMMU of POWER. */
function attachTce(k: Kernel, group: number): number {
  return isBehindIommu(k, group) ? 0 : ENODEV;
}

function* attachLocked(k: Kernel, iommu: Ptr, group: number): Call<number> {
  const { iommus, groups, domains } = k.vfio;
  const i = iommus.at(iommu, 'vfio_iommu_type1_attach_group');
  const g = groups[group]!;
  if (i.vaddrInvalid !== 0 && k.switches.vaddrWithMediated !== 'waited-for') return EBUSY;
  // find_iommu_group. The backend does not rely on the core’s own check.
  if (g.domain !== 0 && (g.domain === i.domain || k.switches.duplicateGroup === 'both-lists'))
    return EINVAL;
  if (k.machine.allocationFails('vfio_group')) return ENOMEM;
  const domain = domains.alloc();
  if (domain === 0) return ENOMEM;
  if (!isBehindIommu(k, group)) return attachMediated(k, iommu, g, domain);
  if (i.domain !== 0) {
    // A compatible domain exists: the group joins it.
    g.domain = i.domain;
    domains.free(domain, 'vfio_iommu_type1_attach_group');
    return 0;
  }
  // The pages of a mapping whose address is being handed over cannot be found (v5.12 to v6.2).
  while (i.vaddrInvalid !== 0) {
    unlockIommu(k, iommu, 'vfio_iommu_replay');
    yield* waitForVaddr(k, iommu);
    yield* lockIommu(k, iommu, 'vfio_iommu_type1_attach_group');
  }
  i.domain = domain;
  const ret = yield* vfioIommuReplay(k, iommu);
  if (ret < 0) {
    i.domain = 0;
    domains.free(domain, 'vfio_iommu_type1_attach_group');
    return ret;
  }
  g.domain = domain;
  return 0;
}

/** The first mediated device gives the container its domain without IOMMU; the next ones join that domain. */
function attachMediated(k: Kernel, iommu: Ptr, g: Group, fresh: Ptr): number {
  const { domains, iommus, spaces } = k.vfio;
  const i = iommus.at(iommu, 'vfio_iommu_type1_attach_group');
  if (i.external === 0) {
    const domain = domains.at(fresh, 'vfio_iommu_type1_attach_group');
    if (k.switches.localAddressSpace === 'forgotten') {
      domain.space = spaces.alloc();
      if (domain.space === 0) {
        domains.free(fresh, 'vfio_iommu_type1_attach_group');
        return ENOMEM;
      }
    }
    if (k.switches.externalOwner === 'attacher') {
      domain.task = structOf(k, current(k));
      if (k.switches.taskReference === 'taken') getTaskStruct(k, domain.task);
    }
    i.external = fresh;
  } else domains.free(fresh, 'vfio_iommu_type1_attach_group');
  const joined = k.switches.secondMediated === 'joins' ? i.external : fresh;
  domains.at(joined, 'list_add');
  g.domain = joined;
  return 0;
}

/** vfio_iommu_type1_detach_group */
export function* detachGroup(k: Kernel, iommu: Ptr, group: number): Call<void> {
  if (k.vfio.iommus.at(iommu, 'detach_group').tce !== 0) return;
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_detach_group');
  const { domain, external } = k.vfio.iommus.at(iommu, 'vfio_iommu_type1_detach_group');
  const g = k.vfio.groups[group]!;
  const own = g.domain;
  g.domain = 0;
  if (own === external && own !== 0) yield* leaveMediated(k, iommu, external);
  else if (own === domain && own !== 0) yield* leaveIommu(k, iommu, domain);
  // A group that is in no list is not found, and nothing happens.
  unlockIommu(k, iommu, 'vfio_iommu_type1_detach_group');
}

function* leaveMediated(k: Kernel, iommu: Ptr, external: Ptr): Call<void> {
  if (membersOf(k, external).length > 0) return;
  const { domains, iommus, pfns } = k.vfio;
  const i = iommus.at(iommu, 'vfio_iommu_type1_detach_group');
  const pinned = pfns.rows.filter(
    (p) => p.live !== 0 && (p.domain === external || isIn(k, p.dma, iommu)),
  );
  if (k.switches.sanityCheck === 'last-mediated' && pinned.length > 0)
    k.machine.splat('warning', 'vfio_sanity_check_pfn_list', 'a driver has pages pinned');
  if (k.switches.lastMediated !== 'left-to-driver')
    for (const vpfn of pinned) yield* unpinAll(k, iommu, vpfn);
  if (i.domain === 0) yield* removeAll(k, iommu);
  const { task } = domains.at(external, 'vfio_iommu_type1_detach_group');
  if (task !== 0 && k.switches.taskReference === 'taken') putTaskStruct(k, task);
  domains.free(external, 'vfio_iommu_type1_detach_group');
  i.external = 0;
}

function isIn(k: Kernel, dma: Ptr, iommu: Ptr): boolean {
  return k.vfio.dmas.isLive(dma) && k.vfio.dmas.at(dma, 'detach_group').iommu === iommu;
}

/** vfio_local_unpin_all of v9: drops one reference after the other, until the node is freed. */
function* unpinAll(k: Kernel, iommu: Ptr, vpfn: Vfio['pfns']['rows'][number]): Call<void> {
  const isCredited = k.switches.lastMediated === 'core-unpins';
  const { dmas } = k.vfio;
  const dma = dmas.isLive(vpfn.dma) ? dmas.at(vpfn.dma, 'vfio_unpin_pfn') : undefined;
  for (let refs = vpfn.refs; refs > 0; refs--) yield* unpinVpfn(k, iommu, dma, vpfn, isCredited);
}

function* leaveIommu(k: Kernel, iommu: Ptr, domain: Ptr): Call<void> {
  if (membersOf(k, domain).length > 0) return;
  const i = k.vfio.iommus.at(iommu, 'vfio_iommu_type1_detach_group');
  if (i.external === 0) yield* removeAll(k, iommu);
  else yield* reaccount(k, iommu);
  forgetTranslations(k, iommu);
  k.vfio.domains.free(domain, 'vfio_iommu_type1_detach_group');
  i.domain = 0;
}

/** vfio_iommu_type1_release: the last group has left. */
export function* releaseIommu(k: Kernel, iommu: Ptr): Call<void> {
  const { iommus, domains } = k.vfio;
  yield* removeAll(k, iommu);
  const { external, domain } = iommus.at(iommu, 'vfio_iommu_type1_release');
  if (external !== 0) domains.free(external, 'vfio_iommu_type1_release');
  if (domain !== 0) domains.free(domain, 'vfio_iommu_type1_release');
  iommus.free(iommu, 'vfio_iommu_type1_release');
}
