import { differenceText } from '../reports/difference-text.ts';
import { stateLineText } from '../model/state-line.ts';
import type { Place } from '../model/place.ts';
import { describe, expect, it } from 'vitest';
import type { Port } from '../implementation/port.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Broken, LawName } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import type { Report } from '../reports/report.ts';
import { explain } from './explain.ts';
import type { Finding } from './finding.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

function kernel(name: string): Port {
  return new SimulatedKernel(name, versions.find((v) => v.name === name)!.switches);
}

/** The trace as a finding that this law is broken, at whichever place it first is. */
function finding(port: Port, law: LawName, ...lines: readonly string[]): Finding {
  const trace = { world: findWorld('sva'), steps: parseSteps(...lines) };
  const found: Broken[] = [];
  new Runner(specification, port, trace.world).run(trace.steps, {
    broken: (_step, broken) => void found.push(broken),
  });
  return {
    ...found.find((b) => b.law === law)!,
    kernel: port.name,
    trace,
    grade: 'as given',
    provenance: undefined,
  };
}

function explained(name: string, law: LawName, ...lines: readonly string[]): Report {
  const port = kernel(name);
  return explain(specification, port, finding(port, law, ...lines));
}

const daemonSteps = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];
const daemon = (): Report => explained('linux-5.18-rc1', 'pasid-uniqueness', ...daemonSteps);
const leftover = (): Report =>
  explained('linux-5.18-rc1', 'balance-at-rest', 'open p0 d0 -> f0', 'exit p0');

/** The history in short: who did what, the answer, what was seen then, what broke. */
function story({ history }: Report): string[] {
  return history.map((moment) => {
    const what =
      moment.kind === 'rest' ? 'at rest' : `${moment.actor}: ${moment.command} = ${moment.answer}`;
    const broke = moment.broke.map((b) => ` !${b.law}`).join('');
    return `${what} | ${moment.shows.join(' | ')}${broke}`;
  });
}

const without = ({ needed }: Report): string[] => needed.map((n) => `${n.step}: ${n.says}`);

describe('an explained finding', () => {
  it('tells who did what, with which answer, and what was seen and broken then', () => {
    const report = daemon();
    expect(report.gauges.map((gauge) => gauge.title)).toEqual(['d0 entry 1', 'PASID 1']);
    expect(story(report)).toEqual([
      'p0: open p0 d0 -> f0 = PASID 1 | mm0 | mm0',
      'p0: fork p0 -> p1 = success | mm0 | mm0',
      'p0: exit p0 = success | mm0, quiet | free !no-reuse-while-referenced !pasid-stability',
      'p1: open p1 d0 -> f1 = PASID 1 | mm0, quiet | mm1 !pasid-uniqueness',
    ]);
    expect(report.breaksAt).toBe(3);
  });

  it('names those who take part, and the address spaces of each process in turn', () => {
    const report = explained(
      'linux-5.17',
      'answers-conform',
      'exec p0',
      'fork p0 -> p1',
      'hotplug d1 remove',
      'gp',
      'open p1 d0 -> f0',
      'mmap p1 f0 mmio',
      'munmap p1 f0 mmio',
      'mmap p1 f0 mmio',
    );
    expect(report.parties).toEqual([
      { name: 'p0', acts: true, livesIn: ['mm0', 'mm1'] },
      { name: 'p1', acts: true, livesIn: ['mm2'] },
      { name: 'd0', acts: false, livesIn: [] },
      { name: 'd1', acts: true, livesIn: [] },
      { name: 'kernel', acts: true, livesIn: [] },
    ]);
  });

  it('names the address space of a process that shares it', () => {
    const steps = ['open p0 d0 -> f0', 'clone p0 -> p1', 'exec p0', 'exit p1'];
    const { parties } = explained('linux-5.18-rc1', 'no-reuse-while-referenced', ...steps);
    expect(parties.slice(0, 2)).toEqual([
      { name: 'p0', acts: true, livesIn: ['mm0', 'mm1'] },
      { name: 'p1', acts: true, livesIn: ['mm0'] },
    ]);
  });

  it('says that a queue’s DMA is done by its device', () => {
    const steps = ['open p0 d1 -> f0', 'start p0 f0', 'dma f0', 'exit p0'];
    const report = explained('linux-5.18-rc1', 'no-reuse-while-referenced', ...steps);
    expect(report.history[2]).toMatchObject({ actor: 'd1', target: 'd1', answer: 'reaches mm0' });
  });

  it('shows what the breaking step changes in the model and in the kernel', () => {
    const { model, implementation } = daemon();
    expect(model.before.map(stateLineText)).toEqual([
      'p1: mm1, open f0',
      'f0: d0, held by p1, bond to mm0 as PASID 1',
    ]);
    expect(model.difference.map(differenceText)).toEqual([
      '- p1: mm1, open f0',
      '+ p1: mm1, open f0 f1',
      '  f0: d0, held by p1, bond to mm0 as PASID 1',
      '+ f1: d0, held by p1, bond to mm1 as PASID 1',
    ]);
    expect(implementation.before.map(stateLineText)).not.toContain('PASID 1: mm1');
    expect(implementation.after.map(stateLineText)).toContain('PASID 1: mm1');
    expect(implementation.difference.map(differenceText)).toContain('+ PASID 1: mm1');
  });

  it('ends in a moment at rest when the law is broken there', () => {
    const report = leftover();
    expect(story(report).slice(1)).toEqual([
      'p0: exit p0 = success | mm0, quiet | free !no-reuse-while-referenced !no-splat',
      'at rest | mm0, quiet | free !balance-at-rest',
    ]);
    expect(report.implementation.difference.map(differenceText)).toContain('- SRCU callbacks: 1');
  });

  it('takes the witness from the run that it describes', () => {
    const port = kernel('linux-5.18-rc1');
    const old = { ...finding(port, 'pasid-uniqueness', ...daemonSteps), witness: 'as it was then' };
    expect(explain(specification, port, old).witness).toBe(daemon().witness);
  });

  it('carries what only the caller knows', () => {
    const port = kernel('linux-5.18-rc1');
    const about = {
      replay: 'replay it',
      knownAs: [{ id: 'x', story: 'y', source: 'z' }],
      isAccepted: true,
    };
    expect(
      explain(specification, port, finding(port, 'pasid-uniqueness', ...daemonSteps), about),
    ).toMatchObject(about);
  });

  it('is plain data, and the same twice', () => {
    const report = daemon();
    expect(JSON.parse(JSON.stringify({ ...report, replay: '', provenance: null }))).toEqual({
      ...report,
      replay: '',
      provenance: null,
    });
    expect(daemon()).toEqual(report);
  });

  it('names what the implementation does not show, and the laws that it therefore escapes', () => {
    const port = kernel('linux-5.18-rc1');
    const blind: Port = {
      name: 'blind',
      capabilities: {
        ...port.capabilities,
        observes: new Set(['bonds', 'pasids', 'mms', 'splats', 'rest'] as const),
      },
      reset: (world) => port.reset(world),
      apply: (c) => port.apply(c),
      settle: () => port.settle(),
      observe: () => port.observe(),
      describe: () => [],
    };
    const report = explain(
      specification,
      blind,
      finding(blind, 'pasid-uniqueness', ...daemonSteps),
    );
    expect(report.unseen).toEqual(['entries', 'caches', 'locked-vm', 'pins', 'driver-pins']);
    expect(report.notJudged).toEqual(['no-reuse-while-referenced', 'no-stale-translation']);
    expect(report.gauges.map((gauge) => gauge.title)).toEqual(['PASID 1']);
  });

  it('cannot be made of a trace that does not break its law here', () => {
    const port = kernel('linux-5.18-rc1');
    const found = finding(port, 'pasid-uniqueness', ...daemonSteps);
    expect(() => explain(specification, kernel('linux-5.18'), found)).toThrow(
      'the trace does not break pasid-uniqueness (handed out while held) on linux-5.18',
    );
  });
});

const splatOf = (...lines: readonly string[]): Report =>
  explained('linux-5.18-rc1', 'no-splat', ...lines);

describe('a trace of commands that overlap', () => {
  const bind = 'open p0 d0 -> f0 [stops at arm_smmu_sva_bind: no bond found, none inserted yet]';

  it('tells where a command was left, who waits for whom, and which one goes on', () => {
    const { history } = splatOf(
      bind,
      'hotplug d0 remove',
      'continue p0',
      'continue-hotplug d0',
      'exit p0 [stops at do_exit: mm left, files still open]',
    );
    expect(history.slice(0, 6)).toMatchObject([
      { actor: 'p0', target: 'd0', answer: '...' },
      { actor: 'd0', target: 'd0', answer: 'waits for sva_lock, which p0 holds' },
      {
        actor: 'p0',
        target: 'd0',
        answer: 'waits for uacce->mutex 0, which hotplug d0 holds',
        continues: { command: 'open p0 d0 -> f0', step: 1 },
      },
      { actor: 'd0', answer: 'success', continues: { command: 'hotplug d0 remove', step: 2 } },
      { actor: 'p0', answer: 'not issued' },
      { actor: 'p0', continues: { command: 'open p0 d0 -> f0', step: 1 }, added: true },
    ]);
  });

  it('shows a continuation where nothing was left as one that not issued', () => {
    const { history } = splatOf('continue p0', 'open p0 d0 -> f0', 'continue-work', 'exit p0');
    expect(history[0]).toMatchObject({ actor: 'p0', answer: 'not issued' });
    expect(history[2]).toMatchObject({ actor: 'kernel', answer: 'not issued' });
  });

  it('says so when a command never comes to its stop', () => {
    const { history } = splatOf('open p0 d0 -> f0', 'exit p0 [stops at uacce_fops_open: nowhere]');
    expect(history[1]).toMatchObject({
      words: { stops: 'uacce_fops_open: nowhere' },
      answer: 'success',
    });
    expect(history[1]).not.toHaveProperty('left');
  });

  it('tells the memory that a command failed to get when it returns', () => {
    const { history } = splatOf(
      'open p0 d0 -> f0 [allocation 9 fails] [stops at uacce_fops_open: before uacce->mutex]',
      'continue p0',
      'exit p0',
    );
    expect(history[1]).toMatchObject({
      answer: expect.stringMatching(/^(ENOMEM, no memory for|PASID 1, nothing failed: it makes)/),
    });
  });
});

describe('why a step is needed', () => {
  it('is told of continuations, and of stops too', () => {
    const report = explained(
      'linux-5.18-rc1',
      'no-splat',
      'open p0 d0 -> f0 [stops at uacce_fops_open: bound, not yet listed]',
      'continue p0',
      'exit p0',
    );
    expect(without(report)).toEqual([
      '1: the law holds: step 2 cannot be issued: there is nothing to continue',
      '1: the law is still broken at this place',
      '2: the law holds: step 3 cannot be issued: p0 has not returned from step 1',
      '3: the law holds',
    ]);
    expect(report.needed.map(({ stop, isNeeded }) => [stop, isNeeded])).toEqual([
      [undefined, true],
      [true, false],
      [undefined, true],
      [undefined, true],
    ]);
  });

  it('is told for the daemon', () => {
    expect(without(daemon())).toEqual([
      '1: the law holds: at step 4 d0 entry 1 is mm1, not mm0, quiet',
      '2: the law holds: step 4 cannot be issued: there is no p1; broken instead: no-splat at step 3, balance-at-rest at rest; still broken: no-reuse-while-referenced at step 3',
      '3: the law holds: step 4 is answered PASID 2, not PASID 1',
      '4: the law holds; still broken: no-reuse-while-referenced and pasid-stability at step 3',
    ]);
  });

  it('is told for what is left at rest', () => {
    expect(without(leftover())).toEqual([
      '1: the law holds: d0 entry 1 stays absent',
      '2: the law holds: p0 lives on, so there is no rest',
    ]);
  });

  it('is told for a cycle of references', () => {
    expect(
      without(
        explained(
          'linux-5.18-rc1-mmget',
          'liveness',
          'open p0 d0 -> f0',
          'mmap p0 f0 mmio',
          'exit p0',
        ),
      ),
    ).toEqual([
      '1: the law holds: step 2 cannot be issued: there is no f0',
      '2: the law holds: at step 3 d0 entry 1 is absent, not mm0',
      '3: the law holds',
    ]);
  });

  it('is not told of a step that is not', () => {
    const [first, ...others] = daemonSteps;
    const { needed } = explained('linux-5.18-rc1', 'pasid-uniqueness', first!, 'gp', ...others);
    expect(needed.map((n) => n.isNeeded)).toEqual([true, false, true, true, true]);
    expect(needed[1]!.says).toBe('the law is still broken at this place');
  });

  it('is not asked of a trace that nobody would read step by step', () => {
    const idle = Array.from({ length: 57 }, () => 'gp');
    const { needed } = explained('linux-5.18-rc1', 'pasid-uniqueness', ...idle, ...daemonSteps);
    expect(needed).toEqual([]);
  });
});

/** The reference but for some switches, in a world. */
function weakened(
  off: Partial<Switches>,
  world: string,
  law: LawName,
  place: Place,
  ...lines: readonly string[]
): Report {
  const port = new SimulatedKernel('weakened', { ...reference, ...off });
  const trace = { world: findWorld(world), steps: parseSteps(...lines) };
  const told = { kernel: port.name, trace, grade: 'as given', provenance: undefined } as const;
  return explain(specification, port, { law, place, witness: '', ...told });
}

const vfio = ['container p0 type1v2 -> c0', 'attach p0 c0 g0', 'map p0 c0 i0 a0 1 rw'] as const;

describe('where model and kernel first differ', () => {
  it('is where a law is broken that is not the finding’s own', () => {
    const report = daemon();
    expect([report.differsAt, report.breaksAt]).toEqual([2, 3]);
    expect(report.leads).toMatchObject({ at: 2, broken: { law: 'pasid-stability' } });
  });

  it('is where a column does not change that should, though no law is broken there', () => {
    const report = weakened(
      { unbindEntry: 'unless-released' },
      'sva',
      'balance-at-rest',
      { clause: 'something is left' },
      'open p0 d0 -> f0',
      'exit p0',
    );
    expect(report.history.map(({ expected }) => expected)).toEqual([
      [null, null],
      ['absent', null],
      ['absent', null],
    ]);
    expect([report.differsAt, report.breaksAt]).toEqual([1, 2]);
    expect(report.leads).toMatchObject({ at: 2, broken: { law: 'no-reuse-while-referenced' } });
  });

  it('shows a column that never moves if it should have', () => {
    const report = weakened(
      { bondPasid: 'own' },
      'sva',
      'pasid-stability',
      { clause: 'told another PASID' },
      'open p0 d0 -> f0',
      'open p0 d1 -> f1',
    );
    expect(report.differsAt).toBe(1);
    const lost = weakened(
      { liveCdRewrite: 'asid-only', unbindInvalidate: 'never' },
      'sva',
      'no-stale-translation',
      { clause: 'a cached translation outlives its bond' },
      'open p0 d0 -> f0',
      'start p0 f0',
      'dma f0',
      'close p0 f0',
    );
    expect(lost.history.at(-1)!.expected).toEqual([null, 'empty', null]);
    const unpinned = weakened(
      { gupNothing: 'success' },
      'vfio-alone',
      'pin-balance',
      { command: 'map', clause: 'a pin is lost' },
      vfio[0],
      'attach p0 c0 g1',
      `${vfio[2]} [allocation 2 fails]`,
    );
    expect(unpinned.gauges.map(({ title }) => title)).toEqual(['c0 i0', 'pin count', 'mm0 locked']);
    expect(unpinned.history.at(-1)).toMatchObject({
      shows: ['empty', '0', '0'],
      expected: ['mm0: IOMMU', '1', '1'],
    });
  });

  it('is the finding’s own where another one is only as close', () => {
    const place = { command: 'detach', clause: 'too little is charged' };
    const lines = [
      vfio[0],
      'attach p0 c0 g1',
      'fork p0 -> p1',
      'map p0 c0 i0 a0 1 rw',
      'detach p1 g1',
    ];
    const off = { dmaOwner: 'current' } as const;
    const { leads } = weakened(off, 'vfio-tiny', 'locked-vm', place, ...lines);
    expect(leads).toMatchObject({ at: 4, broken: { law: 'locked-vm', place } });
  });

  it('is not asked for while commands overlap: the model does not know yet', () => {
    const report = weakened(
      { driverRecord: 'after-pin' },
      'vfio-alone',
      'no-splat',
      {
        splat: 'warning',
        where: 'vfio_remove_dma',
        what: 'a driver has pages of the mapping pinned',
      },
      ...vfio,
      'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
      'detach p0 g0',
    );
    const differing = report.history.flatMap(({ expected }, at) =>
      expected.some((e) => e !== null) ? [at] : [],
    );
    expect(differing).toEqual([5]);
    expect(report.differsAt).toBe(4);
  });
});

describe('who takes part', () => {
  it('are the drivers of VFIO devices, in columns of their own, and said to be what they are', () => {
    const { parties, history } = weakened(
      { firstPageLimit: 'always' },
      'vfio-alone',
      'answers-conform',
      { command: 'attach', answer: 'ENOMEM' },
      ...vfio,
      'pin g0 i0 1',
      'setrlimit p0 1',
      'attach p0 c0 g1',
    );
    expect(parties).toEqual([
      { name: 'p0', acts: true, livesIn: ['mm0'] },
      { name: 'g0', acts: true, livesIn: [], is: 'mdev' },
      { name: 'g1', acts: false, livesIn: [], is: 'passthrough' },
    ]);
    expect(history[3]).toMatchObject({ actor: 'g0', target: 'g0', answer: '1 page' });
    expect(history[5]).toMatchObject({ actor: 'p0', target: 'g1' });
  });
});

/** Without this step, where a charge that is queued is lost for want of memory. */
const lost = (step: number): string =>
  without(
    weakened(
      { charge: 'deferred-if-contended' },
      'vfio-alone',
      'locked-vm',
      { command: 'map', clause: 'too little is charged' },
      vfio[0],
      'attach p0 c0 g1',
      'contend p0',
      'map p0 c0 i0 a0 1 rw [allocation 3 fails]',
    ),
  )[step - 1]!;

describe('a failing allocation without a step before it', () => {
  it('does not become another one: nothing fails where the same is not asked for', () => {
    // The third allocation would be that of the page table without it.
    expect(lost(3)).toBe(
      '3: the law holds: step 4 allocates no memory for vwork, so no allocation fails',
    );
  });

  it('stays the same one under another number', () => {
    const { needed } = weakened(
      { bindUnwind: 'forgets-cd' },
      'sva',
      'balance-at-rest',
      { clause: 'something is left' },
      'open p0 d0 -> f0',
      'open p0 d1 -> f1 [allocation 4 fails]',
      'exit p0',
    );
    // Alone, it also allocates the PASID and the context descriptor first.
    expect(needed[0]).toMatchObject({ step: 1, isNeeded: false });
  });
});
