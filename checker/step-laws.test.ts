import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { forgiving, seeing } from '../campaign/oracle/weakening.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { Footprint } from '../memory/footprint.ts';
import { nobody } from '../model/ioasid/seen.ts';
import { parseCommand, parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import type { Law, View } from '../properties/linux-law.ts';
import { sva } from '../testing/model.ts';
import { toldStep, ToldPort } from '../testing/told-port.ts';
import { CommandSpace } from './exhaustive/command-space.ts';
import { exploreSpace } from './exhaustive/engine.ts';
import type { Specification } from '../properties/specification.ts';
import { Runner } from './run.ts';
import { svaOf } from '../model/sva/bounds.ts';
import { pasidsOf } from '../model/ioasid/bounds.ts';
import { specification } from '../properties/linux.ts';
import type { State } from '../model/state.ts';

const about = { name: 'liveness', title: '', because: '', needs: [] } as const;

const said = ({ last }: View): string =>
  last === undefined ? 'several' : `${last.c.kind} (${last.answer.errno === 0 ? 'done' : 'not'})`;

/** Broken by whoever changes how many PASIDs the kernel has handed out. */
const taken: Law = {
  ...about,
  needs: ['pasids'],
  measure: ({ seen, state }) => [takenOf(pasidsOf(state.world), (n) => seen.pasidOwner(n))],
  onStep(view, [was], report) {
    const { seen, state } = view;
    const now = takenOf(pasidsOf(state.world), (n) => seen.pasidOwner(n));
    if (now !== was) report(`${said(view)}: ${now - was!}`, '');
  },
};

function takenOf(most: number, ownerOf: (pasid: number) => number): number {
  return Array.from({ length: most }, (_, i) => ownerOf(i + 1)).filter((o) => o !== nobody).length;
}

/** The PASID that p1 was told; 0 if none. */
function toldTo1(s: State): number {
  const p = s.process(1);
  return p === undefined ? 0 : s.ioasid.toldTo(p);
}

const only = (...laws: readonly Law[]): Specification => ({ ...specification, laws });

const kernel = (off: Partial<Switches> = {}) =>
  new SimulatedKernel('test', { ...reference, ...off });

/** `step law place`, steps from 1 on. */
function broken(lines: readonly string[], spec = only(taken), port = kernel()): string[] {
  const found: string[] = [];
  new Runner(spec, port, sva).run(parseSteps(...lines), {
    broken: (step, { place }) => void found.push(`${step + 1} ${placeText(place)}`),
  });
  return found;
}

describe('a law that looks at steps', () => {
  it('tells which command made a difference, and only then', () => {
    const lines = ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'gp', 'alloc -> n0', 'free n0'];
    expect(broken(lines)).toEqual(['1 open (done): 1', '4 alloc (done): 1', '5 free (done): -1']);
  });

  it('sees how the command was answered', () => {
    const answers: Law = { ...about, onStep: (view, _was, report) => report(said(view), '') };
    expect(broken(['close p0 f0', 'fork p0 -> p1'], only(answers))).toEqual(['2 fork (done)']);
    expect(
      broken(['open p0 d0 -> f0', 'fork p0 -> p1', 'close p1 f0', 'close p1 f0'], only(answers)),
    ).toEqual(['1 open (done)', '2 fork (done)', '3 close (done)', '4 close (not)']);
  });

  it('measures once before each command that is asked, and starts anew with each trace', () => {
    const calls: string[] = [];
    const law: Law = {
      ...about,
      measure: ({ last }) => (calls.push(`measure ${last === undefined}`), [calls.length]),
      onStep: ({ last }, [was]) => void calls.push(`${last?.c.kind} since ${was}`),
    };
    const runner = new Runner(only(law), kernel(), sva);
    for (let i = 0; i < 2; i++) {
      calls.length = 0;
      runner.run(parseSteps('gp', 'close p0 f0', 'exit p0'), {});
      expect(calls).toEqual(['measure true', 'gp since 1', 'measure true', 'exit since 3']);
    }
  });

  it('is not asked after a call that never returned', () => {
    const hangs = kernel({ bondPins: 'mm_users', mmputInUnbind: 'under-lock' });
    const steps: string[] = [];
    const law: Law = { ...about, onStep: (view) => void steps.push(said(view)) };
    new Runner(only(law), hangs, sva).run(parseSteps('open p0 d0 -> f0', 'exit p0'), {});
    expect(steps).toEqual(['open (done)']);
  });

  it('is skipped and named where it cannot see, and not even named in other worlds', () => {
    const hidden: Law = { ...taken, needs: ['pasids'] };
    expect(new Runner(only(hidden), new ToldPort([]), sva).blindLaws).toEqual(['liveness']);
    const elsewhere: Law = { ...hidden, in: (world) => svaOf(world).devices === 0 };
    expect(new Runner(only(elsewhere), new ToldPort([]), sva).blindLaws).toEqual([]);
    expect(broken(['open p0 d0 -> f0'], only({ ...taken, in: (w) => w !== sva }))).toEqual([]);
  });
});

const open = 'open p0 d0 -> f0 [stops at uacce_fops_open: bound, not yet listed]';

/** The trace as it is told, with a law about the numbers of the mms of p0 and p1. */
const judged = (lines: readonly string[], law: Law): string[] => {
  const steps = lines.map(toldStep);
  const found: string[] = [];
  new Runner(only(law), new ToldPort(steps), sva).run(
    steps.map(({ c }) => c),
    { broken: (step, { place }) => void found.push(`${step + 1} ${placeText(place)}`) },
  );
  return found;
};

const closing = (admits: (bothClosed: boolean) => boolean): Law => ({
  ...about,
  measure: ({ state }) => [state.sva.files.filter((f) => f.live !== 0).length],
  onStep({ state, last }, [was], report) {
    const now = state.sva.files.filter((f) => f.live !== 0).length;
    if (last === undefined && !admits(now < was!)) report('files', '');
  },
});

const footprintOf = (laws: readonly Law[]) => {
  const port = new SimulatedKernel('recording', reference, new Footprint());
  const runner = new Runner(only(...laws), port, sva);
  runner.start({});
  port.footprint!.clear();
  for (const c of parseSteps(open, 'continue p0')) runner.take(c);
  return port.footprint!.copy().entries;
};

describe('commands that overlap are one step', () => {
  it('from before the first is asked until all have returned', () => {
    expect(broken([open, 'alloc -> n0', 'gp', 'continue p0', 'alloc -> n1'])).toEqual([
      '4 several: 2',
      '5 alloc (done): 1',
    ]);
  });

  it('and if there is but one of them, it is that command', () => {
    expect(broken([open, 'continue p0'])).toEqual(['2 open (done): 1']);
    expect(broken(['open p0 d0 -> f0 [stops at nowhere]'])).toEqual(['1 open (done): 1']);
  });

  const execs = ['fork p0 -> p1', 'exec p0 [stops at x]', 'exec p1', 'continue p0'];

  it('that breaks a law only if it does in every order that explains the answers', () => {
    const both = [
      'open p0 d0 -> f0 => PASID 1',
      'fork p0 -> p1',
      'close p0 f0 [stops at x]',
      'close p1 f0',
      'continue p0',
    ];
    expect(
      judged(
        both,
        closing(() => true),
      ),
    ).toEqual([]);
    expect(
      judged(
        both,
        closing((gone) => gone),
      ),
    ).toEqual([]);
    expect(
      judged(
        both,
        closing((gone) => !gone),
      ),
    ).toEqual(['5 files']);
  });

  it('after which the next is compared with each state that may have been before it', () => {
    const forks = ['fork p0 -> p1', 'fork p0 -> p2'];
    const seen: number[] = [];
    const law: Law = {
      ...about,
      measure: ({ state }) => [toldTo1(state)],
      onStep: ({ state, last }, [was], report) => {
        if (last?.c.kind !== 'gp') return;
        seen.push(was!);
        if (toldTo1(state) !== was) report('another state was measured', '');
      },
    };
    const lines = [
      ...forks,
      'open p1 d0 -> f0 [stops at x] => PAUSED',
      'open p2 d0 -> f1 => PASID 1',
      'continue p1 => PASID 2',
      'gp',
    ];
    expect(judged(lines, law)).toEqual([]);
    expect(judged([...execs, 'gp'], law)).toEqual([]);
    expect(seen).toContain(2);
  });

  it('whose footprint is as if nobody had looked', () => {
    expect(footprintOf([taken])).toEqual(footprintOf([]));
  });
});

describe('the exhaustive search looks at steps', () => {
  const small = findWorld('sva-tiny');
  const spaceOf = (law: Law) => {
    const space = new CommandSpace(only(law), kernel(), small, 'names', () => true);
    space.start();
    return space;
  };
  const place = (lines: readonly string[], law: Law): string[] => {
    const space = spaceOf(law);
    const here = new Int32Array(space.size);
    for (const line of lines) {
      space.save(here);
      space.load(here);
      space.run(parseCommand(line));
    }
    return space.broken.map((b) => placeText(b.place));
  };

  it('of every move', () => {
    expect(place(['open p0 d0 -> f0'], taken)).toEqual(['open (done): 1']);
    expect(place(['open p0 d0 -> f0', 'open p0 d0 -> f1'], taken)).toEqual([]);
  });

  it('also if it leads to a state that is known, or nowhere', () => {
    const ofGp: Law = {
      ...about,
      onStep: (view, _was, report) => view.last?.c.kind === 'gp' && report('gp', ''),
    };
    const explored = exploreSpace(spaceOf(ofGp), { depth: 1, states: 1000 });
    expect(explored.found.length).toBe(1);
    const ofFree: Law = {
      ...about,
      onStep: (view, _was, report) => view.last?.c.kind === 'free' && report('free', ''),
    };
    const space = spaceOf(ofFree);
    const { found } = exploreSpace(space, { depth: 2, states: 1000 });
    expect(space.commandsOf(found[0]!).map((c) => c.kind)).toEqual(['alloc', 'free']);
  });

  it('but not when a state is judged apart from how it was reached', () => {
    const always: Law = { ...about, onStep: (_view, _was, report) => report('always', '') };
    const space = spaceOf(always);
    expect(space.judge()).toBe(false);
  });

  it('of several commands that overlap', () => {
    const recording = kernel().recording();
    const space = new CommandSpace(only(taken), recording, small, 'names', () => true);
    const places = new Set<string>();
    space.start();
    const here = new Int32Array(space.size);
    space.save(here);
    space.load(here);
    const note = (): void => {
      for (const b of space.broken) places.add(placeText(b.place));
    };
    space.overlaps(2, note, () => true);
    expect([...places].every((p) => p.startsWith('several: '))).toBe(true);
    expect(places).toContain('several: 2');
  });
});

describe('a law that looks at steps is weakened', () => {
  const lines = ['open p0 d0 -> f0', 'alloc -> n0'];

  it('as a whole', () => {
    const weaken = forgiving('liveness', () => true);
    expect(broken(lines, weaken(only(taken)))).toEqual([]);
  });

  it('by a clause', () => {
    const weaken = forgiving('liveness', ({ place }) => placeText(place).startsWith('open'));
    expect(broken(lines, weaken(only(taken)))).toEqual(['2 alloc (done): 1']);
  });

  it('in what it sees, before as after', () => {
    const blind = seeing('liveness', (seen) => ({
      pasidOwner: (n: number) => (n === 1 ? nobody : seen.pasidOwner(n)),
    }));
    expect(broken([...lines, 'free n0'], blind(only(taken)))).toEqual([
      '2 alloc (done): 1',
      '3 free (done): -1',
    ]);
  });
});
