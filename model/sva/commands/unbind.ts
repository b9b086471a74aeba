import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasUacce } from '../bounds.ts';

export interface Unbind extends Command {
  readonly kind: 'unbind';
  readonly process: number;
  readonly handle: number;
}

export const unbind = rules<Unbind>({
  kind: 'unbind',
  says: 'undo one bind, through the file that keeps the handle (iommu_sva_unbind_device never fails)',
  fields: { process: { uses: 'process' }, handle: { uses: 'handle' } },
  in: hasUacce,
  possible: (s, c) => s.process(c.process) !== undefined && s.sva.handle(c.handle) !== undefined,
  typical: (s, c) =>
    s.sva.hasOpen(s.process(c.process)!, s.sva.files[s.sva.handle(c.handle)!.file]!)
      ? success
      : failed('EBADF'),
  judge: (s, c, a) =>
    admitOnly(
      'unbind',
      a,
      s.sva.hasOpen(s.process(c.process)!, s.sva.files[s.sva.handle(c.handle)!.file]!)
        ? 'OK'
        : 'EBADF',
    ),
  next(s, c, a) {
    if (a.errno === errno.OK) s.sva.endHandle(s.sva.handle(c.handle)!);
  },
  draw: { weight: 5 },
});
