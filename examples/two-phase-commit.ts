/**
 * Two-phase commit (Gray and Lamport, “Consensus on Transaction Commit”, 2004): does the protocol do what a transaction
 * commit must do? The specification is the paper’s TCommit, which has no coordinator and no messages. The implementation is
 * TwoPhase, in which a coordinator counts votes, messages are sent, and none is lost.
 *
 *     npm run example -- commit check | explore | replay "prepare r0; hear r0; commit" [IMPLEMENTATION]
 */
import { given, portOf, record, refused, specify, success, tables, wordsOf } from '../index.ts';
import type { Example } from './cli.ts';

const working = 0;
const prepared = 1;
const committed = 2;
const aborted = 3;

/** How many resource managers there are. */
export const managers = (n: number) => ({
  name: `${n}-managers`,
  says: `${n} resource managers`,
  managers: n,
});
const count = (world: unknown): number => (world as ReturnType<typeof managers>).managers;

// TCommit: the states of the managers, whatever coordinates them.

const state = tables({ manager: given('r', count, ['is']) });
const { command, law } = wordsOf(state);
const manager = { manager: { uses: 'manager' } } as const;
const notNow = refused('not now');

const specification = specify({
  subject: 'protocol',
  state,
  commands: [
    command({
      kind: 'prepare',
      says: 'A manager is ready to commit, and tells the coordinator',
      fields: manager,
      admits: (s, { manager: r }) => (s.manager[r]!.is === working ? [success, notNow] : [notNow]),
      next: (s, { manager: r }) => void (s.manager[r]!.is = prepared),
    }),
    command({
      kind: 'resign',
      says: 'A manager aborts by itself',
      fields: manager,
      admits: (s, { manager: r }) =>
        s.manager[r]!.is <= prepared && s.manager.every(({ is }) => is !== committed)
          ? [success, notNow]
          : [notNow],
      next: (s, { manager: r }) => void (s.manager[r]!.is = aborted),
      law: 'consistency',
    }),
    command({
      kind: 'hear',
      says: 'The coordinator receives the message that a manager is prepared',
      fields: manager,
      admits: () => [success, notNow],
    }),
    command({ kind: 'commit', says: 'The coordinator commits', admits: () => [success, notNow] }),
    command({ kind: 'abort', says: 'The coordinator aborts', admits: () => [success, notNow] }),
    command({
      kind: 'learn',
      says: 'A manager receives what the coordinator decided',
      fields: { ...manager, decision: { oneOf: ['commit', 'abort'] } },
      admits(s, { decision }) {
        const may =
          decision === 'commit'
            ? s.manager.every(({ is }) => is === prepared || is === committed)
            : s.manager.every(({ is }) => is !== committed);
        return may ? [success, notNow] : [notNow];
      },
      next: (s, { manager: r, decision }) =>
        void (s.manager[r]!.is = decision === 'commit' ? committed : aborted),
      law: 'consistency',
    }),
  ],
  laws: [
    law({
      name: 'consistency',
      title: 'No manager commits while another aborts',
      because: 'half a transaction is worse than none',
      judgesAnswers: true,
    }),
  ],
});

// TwoPhase: the protocol, with the knowledge of the coordinator and every message that was sent.

const protocol = tables({
  manager: given('r', count, ['is', 'said', 'heard']),
  coordinator: record(['decided', 'commit', 'abort']),
});
type Protocol = ReturnType<typeof protocol.state>;
const when = (may: boolean, act: () => void) => (may ? (act(), success) : notNow);
type Named = { readonly manager: number };

/** @param mayLeave - whether a manager may abort although it is prepared, because the coordinator takes too long */
function twoPhase(name: string, mayLeave: boolean) {
  return portOf<Protocol>({
    name,
    fresh: (world) => protocol.state(world),
    alike: true,
    memory: (s) => s.layout,
    describe: (s) => protocol.describe(s),
    commands: {
      prepare: ({ manager: all }, { manager: r }: Named) =>
        when(all[r]!.is === working, () => Object.assign(all[r]!, { is: prepared, said: 1 })),
      resign: ({ manager: all }, { manager: r }: Named) =>
        when(all[r]!.is === working || (mayLeave && all[r]!.is === prepared), () => {
          all[r]!.is = aborted;
        }),
      hear: ({ manager: all, coordinator }, { manager: r }: Named) =>
        when(coordinator.decided === 0 && all[r]!.said !== 0 && all[r]!.heard === 0, () => {
          all[r]!.heard = 1;
        }),
      commit: ({ manager: all, coordinator }) =>
        when(coordinator.decided === 0 && all.every(({ heard }) => heard !== 0), () => {
          Object.assign(coordinator, { decided: 1, commit: 1 });
        }),
      abort: ({ coordinator }) =>
        when(coordinator.decided === 0, () => {
          Object.assign(coordinator, { decided: 2, abort: 1 });
        }),
      learn: (
        { manager: all, coordinator },
        c: Named & { readonly decision: 'commit' | 'abort' },
      ) =>
        when(coordinator[c.decision] !== 0, () => {
          all[c.manager]!.is = c.decision === 'commit' ? committed : aborted;
        }),
    },
  });
}

export const example: Example = {
  specification,
  ports: [twoPhase('impatient', true), twoPhase('two-phase-commit', false)],
  world: managers(2),
};
