import { errno } from '../../../model/answer.ts';
import { hasSets } from '../../../model/sets/bounds.ts';
import type { OnEndpoint } from '../../../model/sets/on-endpoint.ts';
import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

const goals: readonly Goal[] = [
  ...(['OK', 'ENOSPC', 'EEXIST'] as const).map((name) => answeredWith('set-open', name)),
  ...(['OK', 'EINVAL', 'ENOSPC'] as const).map((name) => answeredWith('set-adjust', name)),
  ...(['OK', 'ENOSPC', 'EBADF'] as const).map((name) => answeredWith('guest-alloc', name)),
  ...(['OK', 'EPERM', 'EBUSY', 'EBADF'] as const).map((name) => answeredWith('guest-bind', name)),
  ...(['OK', 'EPERM', 'EBADF'] as const).map((name) => answeredWith('guest-unbind', name)),
  ...(['OK', 'EBADF'] as const).map((name) => answeredWith('guest-free', name)),
  ...(['OK', 'EBADF'] as const).map((name) => answeredWith('set-close', name)),
  ...(['OK', 'EBUSY'] as const).map((name) => answeredWith('kvm-open', name)),
  {
    name: 'set-open for a virtual machine that waits for it',
    on: 'set-open',
    reached(s, c, a) {
      const { mm } = s.process((c as unknown as OnEndpoint).process)!;
      return a.errno === errno.OK && s.sets.kvms.some((kvm) => kvm.live !== 0 && kvm.mm === mm);
    },
  },
  {
    name: 'guest-free of a PASID that is bound',
    on: 'guest-free',
    reached(s, c, a) {
      const { guest } = c as unknown as OnEndpoint;
      const g = s.sets.guest(guest)!;
      return a.errno === errno.OK && s.sets.binds.some((b) => b.live !== 0 && b.pasid === g.pasid);
    },
  },
  {
    name: 'exit of a process with a PASID that is bound',
    on: 'exit',
    reached: (s) => s.sets.binds.some((b) => b.live !== 0),
  },
];

/** What virtual machines with PASIDs of their own come to. */
export const setsGoals: readonly Goal[] = goals.map((goal) => ({ ...goal, in: hasSets }));
