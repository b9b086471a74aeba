import { failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue, regions } from '../state.ts';
import { hasDevices } from '../bounds.ts';

export interface Touch extends Command {
  readonly kind: 'touch';
  readonly process: number;
  readonly file: number;
  readonly region: string;
}

export const touch = rules<Touch>({
  kind: 'touch',
  says: 'the process reads or writes through its mapping of a region; after the removal of the device this raises SIGBUS',
  fields: { process: { uses: 'process' }, file: { uses: 'file' }, region: { oneOf: regions } },
  in: hasDevices,
  possible: (s, c) => s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined,
  typical(s, c) {
    const region = regions.indexOf(c.region as 'mmio');
    const m = s.sva.mapping(s.process(c.process)!.mm, s.sva.file(c.file)!, region);
    if (m === undefined) return failed('SIGSEGV');
    return m.severed !== 0 ? failed('SIGBUS') : success;
  },
  judge(s, c, a) {
    const region = regions.indexOf(c.region as 'mmio');
    const f = s.sva.file(c.file)!;
    const m = s.sva.mapping(s.process(c.process)!.mm, f, region);
    if (m === undefined) return admitOnly('touch', a, 'SIGSEGV');
    if (m.severed !== 0) return admitOnly('touch', a, 'SIGBUS');
    if (f.queue === queue.stopped) return admitOnly('touch', a, 'OK', 'SIGBUS');
    return admitOnly('touch', a, 'OK');
  },
  next() {},
  draw: { weight: 6 },
});
