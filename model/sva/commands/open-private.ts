import { errno, failed, ok } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import { judgeFresh, judgeRange, pasidOutcome, pasidText } from '../../ioasid/handing-out.ts';
import { hasFree } from '../../rows.ts';
import { rules } from '../../rules.ts';
import { hasPrivateBinds } from '../bounds.ts';
import { mayHaveNoTable } from './open.ts';

export interface OpenPrivate extends Command {
  readonly kind: 'open-private';
  readonly process: number;
  readonly device: number;
  readonly file: number;
}

const admitted = (): string => 'a PASID that nobody holds';

export const openPrivate = rules<OpenPrivate>({
  kind: 'open-private',
  says: 'open a queue of the device through a driver that binds the caller’s mm under a PASID of this bond alone (SVM_FLAG_PRIVATE_PASID). Returns the PASID.',
  fields: { process: { uses: 'process' }, device: { uses: 'device' }, file: { makes: 'file' } },
  in: hasPrivateBinds,
  needs: 'private-pasid',
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.sva.devices[c.device] !== undefined &&
    hasFree(s.sva.files) &&
    hasFree(s.sva.handles),
  typical(s) {
    const pasid = s.ioasid.lowestFree();
    return pasid === 0 ? failed('ENOSPC') : ok(pasid);
  },
  judge(s, c, a) {
    if (mayHaveNoTable(s, c, a)) return undefined;
    if (a.errno !== errno.OK)
      return s.ioasid.mayBeExhausted()
        ? admitOnly('open-private', a, 'ENOSPC')
        : admitOnly('open-private', a, 'OK');
    const kind = 'open-private';
    return judgeRange(s, kind, a.value, admitted) ?? judgeFresh(s, kind, 0, a.value, admitted);
  },
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const p = s.process(c.process)!;
    s.sva.newPrivateHandle(s.sva.newFile(c.file, c.device, p), p, a.value);
  },
  tells: (a) => pasidText(a.value),
  outcome: pasidOutcome,
  draw: { weight: 8, opens: true },
});
