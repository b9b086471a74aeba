import type { StateLine } from '../../../model/state-line.ts';
import type { Observation } from '../../../model/observation.ts';
import type { Kernel } from '../kernel.ts';
import { accountOf, pteOf } from './page.ts';

/** The observations of pages of memory and of locked memory. */

export function observeLocked(
  k: Kernel,
): Pick<Observation, 'lockedVm' | 'pinReferences' | 'pageAt'> {
  return {
    lockedVm(id) {
      for (const mm of k.mms.rows)
        if (mm.live !== 0 && mm.id === id)
          return mm.users <= 0 ? undefined : accountOf(k, k.mms.pointer(mm)).lockedVm;
      return undefined;
    },
    pinReferences() {
      let pins = 0;
      for (const page of k.ram!.pages.rows) if (page.live !== 0) pins += page.pins;
      return pins;
    },
    pageAt(id, address) {
      for (const mm of k.mms.rows)
        if (mm.live !== 0 && mm.id === id) return pteOf(k, mm.index, address)?.page ?? 0;
      return 0;
    },
  };
}

export function describeLocked(k: Kernel): StateLine[] {
  return k.mms.rows.flatMap(({ live, id, index }) => {
    const { lockedVm } = k.ram!.accounts[index]!;
    return live !== 0 && lockedVm !== 0
      ? [{ what: `mm${id - 1}`, is: `locked_vm ${lockedVm}` }]
      : [];
  });
}
