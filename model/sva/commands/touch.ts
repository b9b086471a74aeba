import { type Answer, failed, ok } from '../../answer.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue } from '../state.ts';
import type { Judgement } from '../../judgement.ts';
import { hasUacce } from '../bounds.ts';
import { hasProcessAndFile, mappingOf, type OnRegion, regionFields } from '../region.ts';

export interface Touch extends OnRegion {
  readonly kind: 'touch';
}

/** Answer of touch, besides the file whose queue was reached, plus 1. */
const own = 0;

export const touch = rules<Touch>({
  kind: 'touch',
  says: 'the process reads or writes through its mapping of a region; after the removal of the device this raises SIGBUS. Returns whether it reached the queue of its own file.',
  fields: regionFields,
  in: hasUacce,
  possible: hasProcessAndFile,
  typical(s, c) {
    const m = mappingOf(s, c);
    if (m === undefined) return failed('SIGSEGV');
    return m.severed !== 0 ? failed('SIGBUS') : ok(own);
  },
  judge(s, c, a) {
    const f = s.sva.file(c.file)!;
    const m = mappingOf(s, c);
    if (m === undefined) return admitOnly('touch', a, 'SIGSEGV');
    if (m.severed !== 0) return admitOnly('touch', a, 'SIGBUS');
    if (a.value !== own) return reachesAnother(c, a);
    if (f.queue === queue.stopped) return admitOnly('touch', a, 'OK', 'SIGBUS');
    return admitOnly('touch', a, 'OK');
  },
  next() {},
  tells: outcome,
  outcome,
  draw: { weight: 6 },
});

function outcome({ value }: Answer): string {
  return value === own ? 'success' : 'reaches the queue of another file';
}

function reachesAnother({ file, region }: Touch, { value }: Answer): Judgement {
  return {
    law: 'isolation',
    place: { clause: 'reached a foreign queue' },
    witness: `the process has mapped ${region} of f${file}, but reached the queue of f${value - 1}.`,
  };
}
