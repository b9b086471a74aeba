import { type Answer, errno } from '../answer.ts';
import { admitOnly } from '../conform.ts';
import type { Judgement } from '../judgement.ts';
import type { State } from '../state.ts';
import type { OnEndpoint } from './on-endpoint.ts';

/** Judges the answer to a process whose mm does not own the set of the PASID. */
export function judgeOwner(s: State, c: OnEndpoint, kind: string, a: Answer): Judgement {
  if (a.errno !== errno.OK) return admitOnly(kind, a, 'EPERM');
  const g = s.sets.guest(c.guest)!;
  const set = s.sets.setOf(g);
  return {
    law: 'set-permission',
    place: { clause: `${kind} by another mm` },
    witness: `p${c.process} runs in mm${s.process(c.process)!.mm - 1}, but v${g.name} is a PASID of s${set.name}, which is for mm${set.mm - 1}.`,
  };
}
