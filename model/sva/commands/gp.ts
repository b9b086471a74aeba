import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasDevices } from '../bounds.ts';

export interface Gp extends Command {
  readonly kind: 'gp';
}

export const gp = rules<Gp>({
  kind: 'gp',
  says: 'an SRCU grace period elapses: callbacks that waited for it are handed to their work item',
  fields: {},
  in: hasDevices,
  possible: () => true,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('gp', a, 'OK'),
  next() {},
  draw: { weight: 5 },
});
