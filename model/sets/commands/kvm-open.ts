import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasFree } from '../../rows.ts';
import { hasSets } from '../bounds.ts';

export interface KvmOpen extends Command {
  readonly kind: 'kvm-open';
  readonly process: number;
}

export const kvmOpen = rules<KvmOpen>({
  kind: 'kvm-open',
  says: 'the process makes a virtual machine, whose KVM subscribes to the set of the mm (ioasid_register_notifier_mm): it keeps a table from guest PASIDs to those of the host, for ENQCMD in the guest. The set may be opened later. EBUSY if the mm has a virtual machine, or if its set has PASIDs.',
  fields: { process: { uses: 'process' } },
  in: hasSets,
  needs: 'pasid-notifiers',
  possible: (s, c) => s.process(c.process) !== undefined && hasFree(s.sets.kvms),
  typical: (s, c) => (s.sets.mayWatch(s.process(c.process)!.mm) ? success : failed('EBUSY')),
  judge(s, c, a) {
    const { mm } = s.process(c.process)!;
    if (!s.sets.mayWatch(mm)) return admitOnly('kvm-open', a, 'EBUSY');
    const late = s.sets.setOfMm(mm)?.late ?? 0;
    return admitOnly('kvm-open', a, 'OK', ...(late > 0 ? (['EBUSY'] as const) : []));
  },
  next(s, c, a) {
    if (a.errno === errno.OK) s.sets.newKvm(s.process(c.process)!);
  },
  draw: { weight: 8 },
});
