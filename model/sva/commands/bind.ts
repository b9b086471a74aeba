import { errno, failed } from '../../answer.ts';
import { judgeBind, typicalBind } from '../binding.ts';
import { pasidOutcome, pasidText } from '../../ioasid/handing-out.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue } from '../state.ts';
import { hasUacce } from '../bounds.ts';
import { hasFree } from '../../rows.ts';

export interface Bind extends Command {
  readonly kind: 'bind';
  readonly process: number;
  readonly file: number;
  readonly handle: number;
}

export const bind = rules<Bind>({
  kind: 'bind',
  says: 'the process binds its mm to the device through an open file: a driver calls iommu_sva_bind_device in an ioctl. Returns the PASID.',
  fields: { process: { uses: 'process' }, file: { uses: 'file' }, handle: { makes: 'handle' } },
  in: hasUacce,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.sva.file(c.file) !== undefined &&
    hasFree(s.sva.handles),
  typical(s, c) {
    const p = s.process(c.process)!;
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(p, f)) return failed('EBADF');
    return f.queue === queue.dead ? failed('ENODEV') : typicalBind(s, p);
  },
  judge(s, c, a) {
    const p = s.process(c.process)!;
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(p, f)) return admitOnly('bind', a, 'EBADF');
    if (f.queue === queue.dead) return admitOnly('bind', a, 'ENODEV', 'ENXIO');
    return judgeBind(s, 'bind', p, a);
  },
  next(s, c, a) {
    if (a.errno === errno.ENOMEM && c.fails !== undefined)
      s.ioasid.mayHaveTaken(s.process(c.process)!);
    if (a.errno !== errno.OK) return;
    s.sva.newHandle(c.handle, s.sva.file(c.file)!, s.process(c.process)!, a.value);
  },
  tells: (a) => pasidText(a.value),
  outcome: pasidOutcome,
  draw: { weight: 6 },
});
