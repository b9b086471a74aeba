import { type Answer, errno, ok } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { queue } from '../../sva/state.ts';
import type { State } from '../../state.ts';
import { hasRequests, prqOf } from '../bounds.ts';
import { type Group, groupState } from '../state.ts';

export interface Request extends Command {
  readonly kind: 'request';
  readonly file: number;
  readonly prg: number;
  readonly place: string;
}

/** What becomes of a request. */
export const requestResults = [
  'queued',
  'refused by the IOMMU',
  'answered by the IOMMU: its ring is full',
  'not sent: the group waits for its answer',
] as const;
const [QUEUED, REFUSED, , NOT_SENT] = [0, 1, 2, 3] as const;

export const request = rules<Request>({
  kind: 'request',
  says: 'the device, at work for this file, asks for a page that is not there (PRI), as one request of a group; only the last one of a group is answered',
  fields: { file: { uses: 'file' }, prg: { uses: 'prg' }, place: { oneOf: ['last', 'more'] } },
  in: hasRequests,
  possible: (s, c) => s.sva.file(c.file)?.queue === queue.started && c.prg < prqOf(s.world).prgs,
  typical: (s, c) => ok(groupOf(s, c).state === groupState.sent ? NOT_SENT : QUEUED),
  judge(s, c, a): Judgement {
    if (a.errno !== errno.OK) return admitOnly('request', a, 'OK');
    const mm = mmOf(s, c);
    if (a.value === REFUSED && s.runs(mm))
      return refuses(
        a,
        `mm${mm - 1} is bound and alive, but the IOMMU refused a page request of f${c.file}.`,
      );
    if (a.value === NOT_SENT && groupOf(s, c).state === groupState.none)
      return refuses(a, `r${c.prg} is not outstanding, but the device did not use it.`);
    return undefined;
  },
  next(s, c, a) {
    if (a.errno !== errno.OK || a.value === NOT_SENT) return;
    const group = groupOf(s, c);
    group.mm = mmOf(s, c);
    group.state = c.place === 'last' ? groupState.sent : groupState.open;
  },
  tells: outcome,
  outcome,
  draw: { weight: 10 },
});

function groupOf(s: State, c: Request): Group {
  return s.prq.group(s.sva.file(c.file)!.device, c.prg);
}

/** The mm for which the device works. */
function mmOf(s: State, c: Request): number {
  const f = s.sva.file(c.file)!;
  return s.sva.handles.find((h) => h.live !== 0 && h.file === f.index && h.name === -1)!.mm;
}

function refuses(a: Answer, witness: string): Judgement {
  return { law: 'answers-conform', place: { command: 'request', answer: outcome(a) }, witness };
}

function outcome({ value }: Answer): string {
  return requestResults[value]!;
}
