/**
 * An asynchronous pool of database connections with two mistakes: it can hand out one connection twice, and it can lose one
 * for ever.
 *
 *     npm run example -- pool check | explore | replay "acquire -> l0; release l0" [IMPLEMENTATION]
 */
import {
  type Answer,
  type StateLine,
  asyncPortOf,
  ok,
  refused,
  specify,
  success,
  tables,
  things,
  wordsOf,
} from '../index.ts';
import type { Example } from './cli.ts';

const SIZE = 2;
const exhausted = refused('exhausted');
const tooLate = refused('released already');

// The promise of a pool: a connection has one holder at a time, and a connection that was given back can be had again.

const state = tables({ lease: things('l', 4, ['connection', 'isHeld']) });
const { command } = wordsOf(state);
const ofLease = { lease: { uses: 'lease' } } as const;

const specification = specify({
  subject: 'pool',
  state,
  commands: [
    command({
      kind: 'acquire',
      says: 'A client asks for a connection; refused if all are in use',
      fields: { lease: { makes: 'lease' } },
      admits(s) {
        const held = new Set(s.lease.all().flatMap((l) => (l.isHeld ? [l.connection] : [])));
        const free = Array.from({ length: SIZE }, (_, i) => i).filter((i) => !held.has(i));
        return free.length > 0 ? free.map(ok) : [exhausted];
      },
      next: (s, { lease: l }, { value }) =>
        void Object.assign(s.lease.add(l), { connection: value, isHeld: 1 }),
      tells: ({ value }) => `connection ${value}`,
    }),
    command({
      kind: 'release',
      says: 'A client gives a connection back; refused if it was given back before',
      fields: ofLease,
      admits: (s, { lease: l }) => [s.lease.find(l)!.isHeld ? success : tooLate],
      next: (s, { lease: l }) => void (s.lease.find(l)!.isHeld = 0),
    }),
    command({
      kind: 'break',
      says: 'The server closes the connection; its holder still has to release it',
      fields: ofLease,
      possible: (s, { lease: l }) => s.lease.find(l)!.isHeld === 1,
    }),
  ],
});

// A pool in plain code.

interface Connection {
  readonly id: number;
  isBroken: boolean;
}

class Pool {
  readonly #idle: Connection[] = [];
  readonly #leases = new Map<number, { readonly connection: Connection; isHeld: boolean }>();
  readonly #isRight: boolean;

  constructor(isRight: boolean) {
    this.#isRight = isRight;
    for (let id = 0; id < SIZE; id++) this.#idle.push({ id, isBroken: false });
  }

  async acquire(lease: number): Promise<Answer> {
    const connection = this.#idle.shift();
    if (connection === undefined) return exhausted;
    await this.#handshake(connection);
    this.#leases.set(lease, { connection, isHeld: true });
    return ok(connection.id);
  }

  async release(number: number): Promise<Answer> {
    const lease = this.#leases.get(number)!;
    if (this.#isRight && !lease.isHeld) return tooLate;
    // The first mistake: the connection is put back without a check that it is held.
    if (!lease.connection.isBroken) this.#idle.push(lease.connection);
    // The second mistake: a broken connection is not replaced.
    else if (this.#isRight) this.#idle.push({ id: lease.connection.id, isBroken: false });
    if (!lease.isHeld) return tooLate;
    lease.isHeld = false;
    return success;
  }

  async break(number: number): Promise<Answer> {
    this.#leases.get(number)!.connection.isBroken = true;
    return success;
  }

  describe(): StateLine[] {
    return [{ what: 'idle', is: this.#idle.map(({ id }) => id).join(', ') || 'none' }];
  }

  async #handshake({ id }: Connection): Promise<number> {
    return await Promise.resolve(id);
  }
}

type Named = { readonly lease: number };

const pool = (name: string, isRight: boolean) =>
  asyncPortOf<Pool>({
    name,
    fresh: () => new Pool(isRight),
    commands: {
      acquire: async (p, { lease: l }: Named) => await p.acquire(l),
      release: async (p, { lease: l }: Named) => await p.release(l),
      break: async (p, { lease: l }: Named) => await p.break(l),
    },
    describe: (p) => p.describe(),
  });

export const example: Example = {
  specification,
  ports: [pool('leaking', false), pool('sound', true)],
  world: { name: 'pool-of-two', says: `${SIZE} connections` },
  check: { runs: 300 },
  explore: { states: 2500 },
};
