import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { errno } from '../model/answer.ts';
import { parseSteps, commandText } from '../model/linux.ts';
import { everything } from '../testing/faults.ts';
import { sva } from '../testing/model.ts';
import { bearsFailingAllocations } from './faults.contract.ts';
import { everyFault } from './faults.ts';
import { searchAtRandom } from './random.ts';
import { atOnce } from '../shrinkers/work.ts';
import { recording } from './record.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

const kernel = (switches: Partial<Switches> = {}) =>
  new SimulatedKernel('kernel', { ...reference, ...switches });

const runner = (switches: Partial<Switches> = {}) =>
  new Runner(specification, kernel(switches), sva);

/** How each command is answered, and what is broken. */
function run(on: Runner, ...lines: readonly string[]) {
  const answers: number[] = [];
  const broken: string[] = [];
  const outcome = on.run(parseSteps(...lines), {
    answered: (_s, _step, _c, a) => void answers.push(a.errno),
    broken: (_step, { law }) => void broken.push(law),
  });
  return { answers, broken, skipped: outcome.skipped };
}

describe('a command with a failing allocation', () => {
  it('may answer that there is no memory, and nothing is changed', () => {
    const { answers, broken } = run(
      runner(),
      'open p0 d0 -> f0 [allocation 3 fails]',
      'open p0 d0 -> f0',
      'exit p0',
    );
    expect(answers).toEqual([errno.ENOMEM, errno.OK, errno.OK]);
    expect(broken).toEqual([]);
  });

  it('is like any other if it makes fewer allocations', () => {
    expect(run(runner(), 'open p0 d0 -> f0 [allocation 20 fails]').answers).toEqual([errno.OK]);
  });

  it('may not say so where no allocation failed', () => {
    const guessing = runner({ allocFailure: 'invalid-ioasid' });
    const exhausted = ['alloc -> n0', 'alloc -> n1', 'alloc -> n2'];
    expect(run(guessing, ...exhausted, 'open p0 d0 -> f0 [allocation 20 fails]').broken).toEqual([
      'answers-conform',
    ]);
  });

  it('may leave the mm with a PASID that nobody was told: no law minds, and it counts as taken', () => {
    const { answers, broken } = run(
      runner(),
      'open p0 d0 -> f0 [allocation 8 fails]',
      'alloc -> n0',
      'alloc -> n1',
      'alloc -> n2',
    );
    expect(answers).toEqual([errno.ENOMEM, errno.OK, errno.OK, errno.ENOSPC]);
    expect(broken).toEqual([]);
  });

  it('is skipped where the implementation can let nothing fail', () => {
    const port = kernel();
    Object.defineProperty(port, 'capabilities', { value: { ...port.capabilities, faults: false } });
    const able = new Runner(specification, port, sva);
    expect(run(able, 'open p0 d0 -> f0 [allocation 1 fails]', 'exit p0').skipped).toBe(1);
  });
});

describe('a report', () => {
  it('says what there was no memory for', () => {
    const trace = { world: sva, steps: parseSteps('open p0 d0 -> f0 [allocation 4 fails]') };
    const { steps } = atOnce(recording(specification, kernel(), trace, []));
    expect(steps.map((step) => step.answer)).toEqual(['ENOMEM, no memory for PASID']);
  });

  it('says that nothing failed where there is no such allocation', () => {
    const trace = { world: sva, steps: parseSteps('alloc -> n0 [allocation 7 fails]') };
    const { steps } = atOnce(recording(specification, kernel(), trace, []));
    expect(steps.map((step) => step.answer)).toEqual([
      'PASID 1, nothing failed: it makes 1 allocation',
    ]);
  });
});

describe('every fault of a trace', () => {
  it('is the trace once for each allocation, and everybody’s exit', () => {
    const faults = atOnce(
      everyFault(runner(), {
        world: sva,
        steps: parseSteps('alloc -> n0', 'fork p0 -> p1'),
      }),
    );
    expect(faults.map((steps) => steps.map(commandText).join('; '))).toEqual([
      'alloc -> n0 [allocation 1 fails]; fork p0 -> p1; exit p0; exit p1',
      'alloc -> n0; fork p0 -> p1 [allocation 1 fails]; exit p0; exit p1',
    ]);
  });

  it('of a trace that does everything lets every allocation site of the kernel fail', () => {
    const { asked, failed } = everything();
    expect(asked.size).toBeGreaterThan(9);
    expect([...failed].toSorted()).toEqual([...asked].toSorted());
  });
});

describe('the reference', () => {
  // Further: faults.deep.test.ts.
  bearsFailingAllocations({ depth: 3, commands: 6000 });
});

describe('a search with failing allocations', () => {
  const forgets = { bindUnwind: 'forgets-cd' } as const;
  const found = (faults: boolean, sweeps = [parseSteps('open p0 d0 -> f0')]) => {
    const traces: string[] = [];
    searchAtRandom({
      specification,
      port: kernel(forgets),
      world: sva,
      seed: 1,
      first: true,
      faults,
      sweeps: sweeps.map((steps) => ({ world: sva, steps })),
      goOn: (p) => p.traces < 20,
      onFinding: ({ trace }) => traces.push(trace.steps.map(commandText).join('; ')),
    });
    return traces;
  };

  it('sweeps a trace that overlaps as it is, also if it draws schedules for others', () => {
    const overlapping = parseSteps(
      'open p0 d0 -> f0 [stops at arm_smmu_sva_bind: before sva_lock]',
      'alloc -> n0',
      'continue p0',
    );
    const counts = searchAtRandom({
      specification,
      port: kernel({}),
      world: sva,
      seed: 1,
      first: false,
      faults: true,
      interleave: 'pct',
      sweeps: Array.from({ length: 20 }, () => ({ world: sva, steps: overlapping })),
      goOn: (p) => p.traces < 100,
      onFinding: () => undefined,
    });
    expect([counts.traces, counts.findings]).toEqual([100, 0]);
  });

  it('sweeps the traces it is given before it draws any', () => {
    expect(found(true)).toEqual(['open p0 d0 -> f0 [allocation 7 fails]; exit p0']);
  });

  it('without them finds nothing that needs one', () => {
    expect(found(false)).toEqual([]);
  });
});
