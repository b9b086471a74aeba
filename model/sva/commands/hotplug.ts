import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue } from '../state.ts';
import { hasUacce, isOneGroup } from '../bounds.ts';

export interface Hotplug extends Command {
  readonly kind: 'hotplug';
  readonly device: number;
  readonly change: string;
}

export const hotplug = rules<Hotplug>({
  kind: 'hotplug',
  says: 'remove the device (its driver stops all queues, unbinds and removes it: uacce_remove) or add it again; open files stay open but are dead',
  fields: { device: { uses: 'device' }, change: { oneOf: ['remove', 'add'] } },
  runsOn: 'hotplug',
  in: hasUacce,
  possible: (s, c) =>
    !isOneGroup(s.world) &&
    s.sva.devices[c.device] !== undefined &&
    s.sva.devices[c.device]!.present === (c.change === 'remove' ? 1 : 0),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('hotplug', a, 'OK'),
  next(s, c) {
    s.sva.devices[c.device]!.present = c.change === 'add' ? 1 : 0;
    if (c.change === 'add') return;
    for (const f of s.sva.files) {
      if (f.live === 0 || f.device !== c.device) continue;
      f.queue = queue.dead;
      s.sva.endHandlesOf(f);
      for (const m of s.sva.mappings) if (m.live !== 0 && m.file === f.index) m.severed = 1;
    }
  },
  draw: { weight: 3 },
  overlap: {
    /** The queues are stopped; the device is still there, and so are bonds and mappings. */
    halfway(s, c) {
      if (c.change === 'add') return;
      for (const f of s.sva.files) if (f.live !== 0 && f.device === c.device) f.queue = queue.dead;
    },
  },
});
