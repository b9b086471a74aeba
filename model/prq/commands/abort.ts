import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { queue } from '../../sva/state.ts';
import { hasRequests } from '../bounds.ts';

export interface Abort extends Command {
  readonly kind: 'abort';
  readonly file: number;
}

export const abort = rules<Abort>({
  kind: 'abort',
  says: 'the device aborts its work for this file: it requests nothing more, and does not wait for the answers to what it has requested',
  fields: { file: { uses: 'file' } },
  in: hasRequests,
  possible: (s, c) => s.sva.file(c.file)?.queue === queue.started,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('abort', a, 'OK'),
  next(s, c) {
    s.sva.file(c.file)!.queue = queue.stopped;
  },
  draw: { weight: 5 },
});
