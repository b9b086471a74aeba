import { errno, ok } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { groupState } from '../state.ts';
import { asking, type Asks, groupOf, judgeSending } from './request.ts';

export interface Send extends Asks {
  readonly kind: 'send';
}

const [NOT_SENT, UNDER_WAY] = [3, 4] as const;

export const send = rules<Send>({
  ...asking,
  kind: 'send',
  says: 'like request, but the request is still on its way to the IOMMU: it arrives with the next one of the device, by deliver, or when a drain waits for it',
  typical: (s, c) => ok(groupOf(s, c).state === groupState.sent ? NOT_SENT : UNDER_WAY),
  judge(s, c, a): Judgement {
    if (a.errno !== errno.OK) return admitOnly('send', a, 'OK');
    return judgeSending(s, c, a);
  },
  draw: { weight: 4 },
});
