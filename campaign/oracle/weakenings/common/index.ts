import type { SplatKind } from '../../../../implementation/kernel/machine/splat.ts';
import { errno } from '../../../../model/answer.ts';
import { isLike } from '../../kinds.ts';
import { admitting, forgiving, type Weakening, without } from '../../weakening.ts';

/** Weakenings that concern every domain. */
export const common: readonly Weakening[] = [
  {
    name: 'linearizability-without-precedence',
    says: 'an overlapping command may come before one that returned before it was called',
    of: ['linearizability'],
    weaken: without('precedence'),
  },
  {
    name: 'linearizability-on-nothing',
    says: 'an overlapping command may succeed on an object that another one removed',
    of: ['linearizability'],
    weaken: without('gone'),
  },
  {
    name: 'laws-between-overlaps',
    says: 'no law is judged in the state after overlapping commands',
    of: ['linearizability'],
    weaken: without('laws'),
  },
  ...Object.keys({
    'use-after-free': 0,
    'double free': 0,
    'null dereference': 0,
    'out of bounds': 0,
    'refcount underflow': 0,
    'sleeping in atomic context': 0,
    'recursive locking': 0,
    'inverted lock order': 0,
    'lock held on return': 0,
    'bad unlock balance': 0,
    deadlock: 0,
    'hung task': 0,
    'soft lockup': 0,
    warning: 0,
    BUG: 0,
  } satisfies Record<SplatKind, 0>).map((kind): Weakening => ({
    name: `no-splat-but-${kind.replaceAll(' ', '-')}`,
    says: `the kernel may report this splat: ${kind}`,
    of: ['no-splat'],
    weaken: forgiving('no-splat', ({ place }) => isLike(place, { splat: kind })),
    ...(kind === 'soft lockup' && {
      unnoticed:
        'no defect of the catalogue loops for ever; the call would also never return, which answers-conform reports',
    }),
  })),
  {
    name: 'calls-may-hang',
    says: 'no call has to return',
    of: ['answers-conform'],
    weaken: admitting('every command', (a) => a.errno === errno.HUNG),
  },
  {
    name: 'calls-may-oops',
    says: 'every call may kill its task',
    of: ['answers-conform'],
    weaken: admitting('every command', (a) => a.errno === errno.OOPS),
  },
  {
    name: 'failure-is-always-admitted',
    says: 'every command may fail, with any errno',
    of: ['answers-conform'],
    weaken: admitting('every command', (a) => a.errno !== errno.OK),
  },
  {
    name: 'success-is-always-admitted',
    says: 'every command may succeed even if it has to be refused',
    of: ['answers-conform'],
    weaken: forgiving(
      'answers-conform',
      (_broken, s) => s !== undefined && s.answer.errno === errno.OK,
    ),
  },
];
