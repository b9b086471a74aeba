import { failed, success } from '../../answer.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue } from '../state.ts';
import { hasDevices } from '../bounds.ts';
import { hasProcessAndFile, mappingOf, type OnRegion, regionFields } from '../region.ts';

export interface Touch extends OnRegion {
  readonly kind: 'touch';
}

export const touch = rules<Touch>({
  kind: 'touch',
  says: 'the process reads or writes through its mapping of a region; after the removal of the device this raises SIGBUS',
  fields: regionFields,
  in: hasDevices,
  possible: hasProcessAndFile,
  typical(s, c) {
    const m = mappingOf(s, c);
    if (m === undefined) return failed('SIGSEGV');
    return m.severed !== 0 ? failed('SIGBUS') : success;
  },
  judge(s, c, a) {
    const f = s.sva.file(c.file)!;
    const m = mappingOf(s, c);
    if (m === undefined) return admitOnly('touch', a, 'SIGSEGV');
    if (m.severed !== 0) return admitOnly('touch', a, 'SIGBUS');
    if (f.queue === queue.stopped) return admitOnly('touch', a, 'OK', 'SIGBUS');
    return admitOnly('touch', a, 'OK');
  },
  next() {},
  draw: { weight: 6 },
});
