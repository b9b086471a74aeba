import { type Answer, errno, type ErrnoName, failed, success } from '../answer.ts';
import { admitOnly } from '../conform.ts';
import type { Judgement } from '../judgement.ts';
import type { Process } from '../state.ts';
import type { Container } from '../vfio/files.ts';
import type { Dma } from '../vfio/mappings.ts';
import { UNLIMITED, slots } from './state.ts';
import type { VfioState } from '../vfio/state.ts';

/**
 * What commands that pin or lock pages have in common: they charge mm->locked_vm page by page, and are refused
 * where RLIMIT_MEMLOCK does not allow one more (mm/util.c, __account_locked_vm).
 */

/** How a command has to end. */
export interface Outcome {
  readonly is: ErrnoName;
  /** Admitted besides, because kernels differ. */
  readonly or?: readonly ErrnoName[];
  /** It is refused for this limit: success would charge beyond it. */
  readonly limit?: number;
}

/** @param value - of success */
export function typically({ is }: Outcome, value = 0): Answer {
  if (is !== 'OK') return failed(is);
  return value === 0 ? success : { errno: errno.OK, value };
}

export function judgeOutcome(kind: string, a: Answer, { is, or, limit }: Outcome): Judgement {
  const admitted = or === undefined ? [is] : [is, ...or.filter((name) => name !== is)];
  if (limit !== undefined && a.errno === errno.OK && !admitted.includes('OK'))
    return {
      law: 'memlock-limit',
      place: `${kind}: over the limit`,
      witness: `${kind} succeeded and charges pages beyond RLIMIT_MEMLOCK, which is ${limit} page${limit === 1 ? '' : 's'}. Admitted: ${admitted.join(' or ')}.`,
    };
  return admitOnly(kind, a, ...admitted);
}

/** May so many be charged in addition? */
export function fits(locked: number, more: number, limit: number, isCapable: boolean): boolean {
  return isCapable || limit === UNLIMITED || locked + more <= limit;
}

/** Pages that are charged one after the other by one command. */
export class Charges {
  readonly #vfio: VfioState;
  /** The mms that are charged, as often as they are. */
  readonly #charged: number[] = [];

  constructor(vfio: VfioState) {
    this.#vfio = vfio;
  }

  /** Does one page more of this mapping fit, with what was charged before? @param limit - default: its own */
  fits(d: Dma, limit = this.#vfio.mappings.limitOfMapping(d)): boolean {
    return this.fitsIn(d.mm, limit, d.capable !== 0);
  }

  fitsIn(mm: number, limit: number, isCapable: boolean): boolean {
    if (isCapable || limit === UNLIMITED) return true;
    const before = this.#charged.filter((other) => other === mm).length;
    return fits(this.#vfio.mappings.expectedLocked(mm), before + 1, limit, false);
  }

  add(mm: number): void {
    this.#charged.push(mm);
  }
}

/**
 * The first group behind the IOMMU comes: all that is mapped in the container is pinned, mapping by mapping as they
 * lie in IOVA space (vfio_iommu_replay). Kernels differ in whether a process may do that with the pages of another,
 * and test the limit of the caller as well as that of the owner.
 */
export function replayed(vfio: VfioState, c: Container, caller: Process): Outcome {
  const charges = new Charges(vfio);
  const or = new Set<ErrnoName>();
  for (const d of vfio.mappings.mappingsOf(c)) {
    if (!vfio.memory.isInUse(d.mm)) return { is: 'ESRCH', or: [...or, 'EPERM'] };
    if (d.mm !== caller.mm) or.add('ESRCH').add('EPERM');
    for (let i = 0; i < d.pages; i++) {
      if (vfio.mappings.isIommuMapped(d, i)) continue;
      const slot = vfio.memory.slotIn(d.mm, d.address + i);
      if (slot === slots.hole) return { is: 'EFAULT', or: [...or] };
      if (slot !== slots.ordinary || vfio.mappings.isCounted(d, i)) continue;
      if (!charges.fits(d))
        return { is: 'ENOMEM', or: [...or], limit: vfio.mappings.limitOfMapping(d) };
      if (d.by !== caller.index + 1 && !charges.fits(d, vfio.memory.limitOf(caller)))
        or.add('ENOMEM');
      charges.add(d.mm);
    }
  }
  return { is: 'OK', or: [...or] };
}
