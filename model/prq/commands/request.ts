import { type Answer, errno, ok } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { queue } from '../../sva/state.ts';
import type { State } from '../../state.ts';
import { isBound } from '../bound.ts';
import { hasRequests, prqOf } from '../bounds.ts';
import { type Group, groupState } from '../state.ts';

/** A command by which a device asks for a page. */
export interface Asks extends Command {
  readonly file: number;
  readonly prg: number;
  readonly place: string;
}

export interface Request extends Asks {
  readonly kind: 'request';
}

/** What becomes of a request. */
export const requestResults = [
  'queued',
  'refused by the IOMMU',
  'answered by the IOMMU: its ring is full',
  'not sent: the group waits for its answer',
  'under way',
  'refused by the IOMMU, which reports a fault',
] as const;
const [QUEUED, REFUSED, OVERFLOW, NOT_SENT, , FAULT] = [0, 1, 2, 3, 4, 5] as const;

/** What all commands by which a device asks have in common. */
export const asking = {
  fields: { file: { uses: 'file' }, prg: { uses: 'prg' }, place: { oneOf: ['last', 'more'] } },
  in: hasRequests,
  possible: (s: State, c: Asks) =>
    s.sva.file(c.file)?.queue === queue.started && c.prg < prqOf(s.world).prgs,
  next(s: State, c: Asks, a: Answer) {
    if (a.errno !== errno.OK || a.value === NOT_SENT) return;
    const group = groupOf(s, c);
    group.mm = mmOf(s, c);
    group.state = c.place === 'last' ? groupState.sent : groupState.open;
  },
  tells: outcome,
  outcome,
} as const;

export const request = rules<Request>({
  ...asking,
  kind: 'request',
  says: 'the device, at work for this file, asks for a page that is not there (PRI), as one request of a group; only the last one of a group is answered',
  typical: (s, c) => ok(groupOf(s, c).state === groupState.sent ? NOT_SENT : QUEUED),
  judge(s, c, a): Judgement {
    if (a.errno !== errno.OK) return admitOnly('request', a, 'OK');
    const mm = mmOf(s, c);
    if ((a.value === REFUSED || a.value === FAULT) && s.runs(mm))
      return refuses(
        a,
        `mm${mm - 1} is bound and alive, but the IOMMU refused a page request of f${c.file}.`,
      );
    if (a.value === FAULT)
      return refuses(
        a,
        `mm${mm - 1} has ended and f${c.file} is still bound: a page request must be refused silently, but the IOMMU reported a fault.`,
      );
    if (a.value === OVERFLOW && !s.prq.groups.some((group) => isOutstanding(s, group)))
      return refuses(a, 'no device has requested a page for a mm that is bound to it.');
    return judgeSending(s, c, a);
  },
  draw: { weight: 10 },
});

/** Whether the device may do without this request. */
export function judgeSending(s: State, c: Asks, a: Answer): Judgement {
  if (a.value !== NOT_SENT || groupOf(s, c).state !== groupState.none) return undefined;
  return refuses(a, `r${c.prg} is not outstanding, but the device did not use it.`, c.kind);
}

export function groupOf(s: State, c: Asks): Group {
  return s.prq.group(s.sva.file(c.file)!.device, c.prg);
}

/** Whether a request of the group may be in the ring: its mm is still bound to the device. */
function isOutstanding(s: State, { index, mm, state }: Group): boolean {
  const device = Math.floor(index / prqOf(s.world).prgs);
  return state !== groupState.none && isBound(s, device, mm);
}

/** The mm for which the device works. */
function mmOf(s: State, c: Asks): number {
  const f = s.sva.file(c.file)!;
  return s.sva.handleOfOpen(f)!.mm;
}

function refuses(a: Answer, witness: string, command = 'request'): Judgement {
  return { law: 'answers-conform', place: { command, answer: outcome(a) }, witness };
}

function outcome({ value }: Answer): string {
  return requestResults[value]!;
}
