import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as pasidcheck from './index.ts';
import {
  type Answer,
  type Broken,
  type Capabilities,
  type Command,
  driver,
  errno,
  failed,
  findKernel,
  findWorld,
  InputError,
  type LinuxLaw,
  nobody,
  type Observation,
  ok,
  type Outcome,
  parseSteps,
  type Port,
  type StateLine,
  Runner,
  showingOnly,
  simulate,
  type Specification,
  specification,
  type Trace,
  traces,
  type World,
} from './index.ts';
import { pasidsOf } from './model/ioasid/bounds.ts';

/** What a user writes: it hands out PASIDs to drivers, and forgets nothing. */
class Allocator implements Port {
  readonly name = 'allocator';
  readonly capabilities: Capabilities = {
    commands: new Set(['alloc', 'free']),
    observes: new Set(['pasids']),
    faults: false,
    points: [],
  };
  readonly #held = new Map<number, number>();
  #pasids = 0;

  reset({ ioasid }: World): void {
    this.#pasids = ioasid?.pasids ?? 0;
    this.#held.clear();
  }

  apply({ kind, pasid: name }: Command): Answer {
    if (kind === 'free') {
      this.#held.delete(name as number);
      return ok(0);
    }
    for (let pasid = 1; pasid <= this.#pasids; pasid++)
      if (!this.#isTaken(pasid)) {
        this.#held.set(name as number, pasid);
        return ok(pasid);
      }
    return failed('ENOSPC');
  }

  settle(): void {
    // Nothing is deferred.
  }

  observe(): Observation {
    return showingOnly({ pasidOwner: (pasid) => (this.#isTaken(pasid) ? driver : nobody) });
  }

  describe(): readonly StateLine[] {
    return [...this.#held.values()].map((pasid) => ({ what: `PASID ${pasid}`, is: 'taken' }));
  }

  #isTaken(pasid: number): boolean {
    return [...this.#held.values()].includes(pasid);
  }
}

describe('the library', () => {
  it('exports this and nothing else', () => {
    expect(Object.keys(pasidcheck).toSorted()).toEqual([
      'CannotGoOn',
      'InputError',
      'Runner',
      'TraceError',
      'asyncPortOf',
      'certify',
      'check',
      'commandText',
      'driver',
      'errno',
      'errnoName',
      'explore',
      'failed',
      'findKernel',
      'findWorld',
      'given',
      'list',
      'lock',
      'named',
      'nobody',
      'ok',
      'parseCommand',
      'parseSteps',
      'parseTrace',
      'parseWorld',
      'placeText',
      'portOf',
      'printTrace',
      'readSteps',
      'readTrace',
      'readWorld',
      'record',
      'refused',
      'renderMarkdown',
      'renderText',
      'replay',
      'report',
      'rowOf',
      'runOrder',
      'showingOnly',
      'shrink',
      'simulate',
      'specification',
      'specify',
      'success',
      'tables',
      'things',
      'threadsOf',
      'threw',
      'traces',
      'wordsOf',
      'worldText',
      'worlds',
      'writeSteps',
      'writeTrace',
    ]);
  });

  it('checks an implementation of one’s own, as far as it goes, and names what that leaves out', () => {
    const port = new Allocator();
    for (const world of ['sva', 'vfio'].map(findWorld)) {
      const runner = new Runner(specification, port, world);
      const property = fc.property(traces(specification, world), ({ steps }) => {
        runner.run(steps, { broken: (_step, { witness }) => expect.unreachable(witness) });
      });
      fc.assert(property, { seed: 1, numRuns: 20 });
      expect(runner.blindLaws).toContain('no-splat');
    }
    const outcome = new Runner(specification, port, findWorld('sva')).run(
      parseSteps('alloc -> n0', 'fork p0 -> p1', 'free n0'),
      {},
    );
    expect(outcome).toEqual({ applied: 2, skipped: 1, ended: 'whole' });
  });

  it('judges by laws of one’s own', () => {
    const frugal: LinuxLaw = {
      name: 'frugal',
      title: 'Drivers take one PASID at most',
      because: 'it is an example',
      needs: ['pasids'],
      after({ seen, state }, report) {
        let taken = 0;
        for (let n = 1; n <= pasidsOf(state.world); n++) if (seen.pasidOwner(n) === driver) taken++;
        if (taken > 1) report('more than one is taken', `${taken} are taken.`);
      },
    };
    const found: Broken[] = [];
    const laws = [...specification.laws, frugal];
    new Runner({ ...specification, laws }, new Allocator(), findWorld('sva')).run(
      parseSteps('alloc -> n0', 'alloc -> n1'),
      { broken: (_step, broken) => void found.push(broken) },
    );
    expect(found).toEqual([
      { law: 'frugal', place: { clause: 'more than one is taken' }, witness: '2 are taken.' },
    ]);
  });

  it('throws an InputError for a name that is none', () => {
    expect(() => findKernel('linux-5.71')).toThrow(InputError);
    expect(() => findWorld('svaa')).toThrow(InputError);
    expect(() => parseSteps('opne p0 d0 -> f0')).toThrow(InputError);
  });
});

/** Checked by the compiler; package.deep.test.ts has what users’ compilers say of the declarations. */
describe('the types of the library', () => {
  it('are those of plain values', () => {
    expectTypeOf(traces).parameter(0).toEqualTypeOf<Specification>();
    expectTypeOf(traces).returns.toExtend<fc.Arbitrary<Trace>>();
    expectTypeOf<Runner['run']>().returns.toEqualTypeOf<Outcome>();
    expectTypeOf<Outcome['ended']>().toEqualTypeOf<'whole' | 'stuck' | 'full'>();
    expectTypeOf(simulate(findKernel('reference'))).toExtend<Port>();
    expectTypeOf(errno).toHaveProperty('ENOSPC');
    expectTypeOf<InputError>().toExtend<Error>();
  });

  it('say of a command what can be said of all', () => {
    const [command] = parseSteps('open p0 d0 -> f0 [allocation 1 fails]');
    expectTypeOf(command!.kind).toEqualTypeOf<string>();
    expectTypeOf(command!['process']).toEqualTypeOf<string | number | undefined>();
    expectTypeOf<Command['fails']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Command>().toExtend<{ readonly kind: string }>();
    // @ts-expect-error: a trace never changes once it is made
    expect(() => void (command!.kind = 'close')).not.toThrow();
  });

  it('let an implementation leave out what it cannot do', () => {
    type Optional = { [K in keyof Port]-?: undefined extends Port[K] ? K : never }[keyof Port];
    expectTypeOf<Exclude<keyof Port, Optional>>().toEqualTypeOf<
      'name' | 'capabilities' | 'reset' | 'apply' | 'settle' | 'observe' | 'describe'
    >();
    expectTypeOf(showingOnly).parameter(0).toEqualTypeOf<Partial<Observation>>();
  });
});
