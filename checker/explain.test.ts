import { describe, expect, it } from 'vitest';
import { stateLineText } from '../model/state-line.ts';
import { differenceText } from '../reports/difference-text.ts';
import type { Port } from '../implementation/port.ts';
import { explain } from './explain.ts';
import { specification } from '../properties/linux.ts';
import {
  daemon,
  daemonSteps,
  explained,
  finding,
  kernel,
  leftover,
  splatOf,
  story,
  vfio,
  weakened,
} from '../testing/explained.ts';

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
    expect(report.unseen).toEqual([
      'entries',
      'caches',
      'leaves',
      'queues',
      'requests',
      'registers',
      'endpoints',
      'locked-vm',
      'pins',
      'driver-pins',
      'notices',
    ]);
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
describe('a trace of commands that overlap', () => {
  const bind = 'open p0 d0 -> f0 [stops at arm_smmu_sva_bind: no bond found, none inserted yet]';

  it('tells where a command was left, who waits for whom, and which one goes on', () => {
    const { history } = splatOf(
      'fork p0 -> p1',
      'open p1 d0 -> f1',
      bind,
      'hotplug d0 remove',
      'continue p0',
      'continue-hotplug d0',
      'exit p0 [stops at do_exit: mm left, files still open]',
    );
    expect(history.slice(2, 8)).toMatchObject([
      { actor: 'p0', target: 'd0', answer: '...' },
      { actor: 'd0', target: 'd0', answer: 'waits for group->mutex 0, which p0 holds' },
      {
        actor: 'p0',
        target: 'd0',
        answer: 'waits for uacce->mutex 0, which hotplug d0 holds',
        continues: { command: 'open p0 d0 -> f0', step: 3 },
      },
      { actor: 'd0', answer: 'success', continues: { command: 'hotplug d0 remove', step: 4 } },
      { actor: 'p0', answer: 'not issued' },
      { actor: 'p0', continues: { command: 'open p0 d0 -> f0', step: 3 }, added: true },
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
    expect(history[1]).not.toHaveProperty('suspended');
  });

  it('tells the memory that a command failed to get when it returns', () => {
    const { history } = splatOf(
      'open p0 d0 -> f0 [allocation 10 fails] [stops at uacce_fops_open: before uacce->mutex]',
      'continue p0',
      'exit p0',
    );
    expect(history[1]).toMatchObject({
      answer: expect.stringMatching(/^(ENOMEM, no memory for|PASID 1, nothing failed: it makes)/),
    });
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
