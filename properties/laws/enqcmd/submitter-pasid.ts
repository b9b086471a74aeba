import { hasPortals } from '../../../model/enqcmd/bounds.ts';
import { nobody } from '../../../model/ioasid/seen.ts';
import type { Law } from '../../linux-law.ts';

export const submitterPasid: Law = {
  name: 'submitter-pasid',
  title: 'A thread submits work under the PASID of its own mm, or under none',
  because:
    'ENQCMD takes the PASID from a register of the thread and asks nobody: with that of another mm, the device reads and writes the memory of another process',
  closeness: 'contradiction',
  needs: ['registers', 'pasids'],
  in: hasPortals,
  after({ state, seen }, report) {
    for (const p of state.processes) {
      const pasid = p.live === 0 ? 0 : seen.register(p.name);
      if (pasid === 0) continue;
      const owner = seen.pasidOwner(pasid);
      if (owner === p.mm) continue;
      if (owner === nobody)
        report(
          'a register holds a PASID that is free',
          `p${p.name} submits under PASID ${pasid}, which is free in the allocator.`,
        );
      else
        report(
          'a register holds the PASID of another owner',
          `p${p.name} runs in mm${p.mm - 1} and submits under PASID ${pasid}, which belongs to ${owner > 0 ? `mm${owner - 1}` : 'a driver'}.`,
        );
    }
  },
};
