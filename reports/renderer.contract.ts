import { describe, expect, it } from 'vitest';
import { explain } from '../checker/explain.ts';
import { Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Broken, LawName } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import { type StateLine, stateLineText } from '../model/state-line.ts';
import { findWorld } from '../model/worlds.ts';
import type { Report } from './report.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: reports of real findings, and the requirements on every renderer for each of them. */

/** The report of a trace that breaks this law on this kernel. */
export function reportOn(kernel: string, law: LawName, ...lines: readonly string[]): Report {
  const { name, switches } = versions.find((v) => v.name === kernel)!;
  return reportOf(new SimulatedKernel(name, switches), law, lines);
}

/** The same on the reference with some switches changed. */
export function reportWith(
  off: Partial<Switches>,
  law: LawName,
  ...lines: readonly string[]
): Report {
  return reportIn('sva', off, law, ...lines);
}

/** The same in another world. */
function reportIn(
  world: string,
  off: Partial<Switches>,
  law: LawName,
  ...lines: readonly string[]
): Report {
  return reportOf(new SimulatedKernel('weakened', { ...reference, ...off }), law, lines, world);
}

function reportOf(
  port: SimulatedKernel,
  law: LawName,
  lines: readonly string[],
  world = 'sva',
): Report {
  const trace = { world: findWorld(world), steps: parseSteps(...lines) };
  const found: Broken[] = [];
  new Runner(specification, port, trace.world).run(trace.steps, {
    broken: (_step, broken) => void found.push(broken),
  });
  const broken = found.find((b) => b.law === law)!;
  return explain(
    specification,
    port,
    {
      ...broken,
      kernel: port.name,
      trace,
      grade: 'no single deletion helps',
      provenance: { seed: 4711, run: 3, commands: 31, drawn: 24, executions: 44 },
    },
    {
      replay: `npx tsx cli/main.ts replay corpus/${law}.json`,
      relatedTo: [],
      knownAs: [{ id: 'some-defect', story: 'how it came about', source: 'a mail of 2022' }],
    },
  );
}

/** A master opens a device, forks a daemon and exits; the daemon opens it again. */
export const daemon = (): Report =>
  reportOn(
    'linux-5.18-rc1',
    'pasid-uniqueness',
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'exit p0',
    'open p1 d0 -> f1',
  );

/** It breaks another law in its second step, and this one at rest. */
export const leftover = (): Report =>
  reportOn('linux-5.18-rc1', 'balance-at-rest', 'open p0 d0 -> f0', 'exit p0');

export const reuse = (): Report =>
  reportOn('linux-5.18-rc1', 'no-reuse-while-referenced', 'open p0 d0 -> f0', 'exit p0');

export const cycle = (): Report =>
  reportOn('linux-5.18-rc1-mmget', 'liveness', 'open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0');

/** Three processes, two devices, three PASIDs, a driver, DMA: too much for one table. */
/** What v5.18-rc1 had, without the limit of its range. */
export const dropsInMmput = { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' } as const;

export const crowd = (): Report =>
  reportWith(
    dropsInMmput,
    'no-reuse-while-referenced',
    'fork p0 -> p1',
    'fork p0 -> p2',
    'open p0 d0 -> f0',
    'open p1 d1 -> f1',
    'open p2 d0 -> f2',
    'open p2 d1 -> f3',
    'start p2 f2',
    'dma f2',
    'hotplug d1 remove',
    'gp',
    'exit p0',
  );

const boundNotListed = 'uacce_fops_open: bound, not yet listed';

/** A device is removed between bind and list_add of an open, which does not notice it. */
export const race = (): Report =>
  reportWith(
    { uacceMutexCovers: 'list-alone' },
    'no-splat',
    `open p0 d0 -> f0 [stops at ${boundNotListed}]`,
    'hotplug d0 remove',
    'continue p0',
  );

/** A removal that has to wait for an open; the trace ends before either has returned. */
export const wait = (): Report =>
  reportWith(
    { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' },
    'no-reuse-while-referenced',
    'fork p0 -> p1',
    'open p1 d1 -> f0',
    `open p0 d0 -> f1 [stops at ${boundNotListed}]`,
    'hotplug d0 remove',
    'exit p1',
  );

/** mmap takes mmap_lock and wants uacce->mutex; an open of the same mm has that and wants mmap_lock. */
export const deadlock = (): Report =>
  reportWith(
    { uacceMmapMutex: 'of-device' },
    'answers-conform',
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'clone p1 -> p2',
    'mmap p2 f0 mmio [stops at uacce_fops_mmap: before uacce->mutex]',
    'open p1 d0 -> f1',
  );

/** An entry that stays after its last unbind, which no law reports before rest. */
export const quietEntry = (): Report =>
  reportWith({ unbindEntry: 'unless-released' }, 'balance-at-rest', 'open p0 d0 -> f0', 'exit p0');

const half = ['container p0 type1v2 -> c0', 'attach p0 c0 g0', 'map p0 c0 i0 a0 1 rw'] as const;

/** A device is refused at the limit, although it would add no charge. */
export const pinned = (): Report =>
  reportIn(
    'vfio-alone',
    { firstPageLimit: 'always' },
    'answers-conform',
    ...half,
    'pin g0 i0 1',
    'setrlimit p0 1',
    'attach p0 c0 g1',
  );

/** An attach that fails half-way and undoes nothing, and is tried again. */
export const unwound = (): Report =>
  reportIn(
    'vfio-alone',
    { replayUnwind: 'none' },
    'no-splat',
    ...half,
    'map p0 c0 i1 a1 1 rw',
    'setrlimit p0 1',
    'attach p0 c0 g1',
    'attach p0 c0 g1',
  );

export const examples = {
  daemon,
  leftover,
  reuse,
  cycle,
  crowd,
  race,
  wait,
  deadlock,
  quietEntry,
  pinned,
  unwound,
};

/** Names from a foreign file. */
export function hostile(): Report {
  const report = daemon();
  return {
    ...report,
    kernel: 'evil\u001B[2J\nkernel',
    witness: `${report.witness}\r\u202E\`\`\` | <b> ; end #x`,
    replay: 'replay\n--force',
  };
}

/** @param lineAs - formats a line of a state */
export function itRenders(
  render: (report: Report) => string,
  lineAs: (line: StateLine) => string = stateLineText,
): void {
  describe.each(Object.entries(examples))('the %s', (_name, example) => {
    const report = example();
    const text = unwrapped(render(report));

    it('is rendered the same twice', () => {
      expect(render(example())).toBe(render(report));
    });

    it('says which law is broken, why that matters, and what was seen', () => {
      expect(text).toContain(report.law.title);
      expect(text.toLowerCase()).toContain(report.law.because.toLowerCase());
      expect(text).toContain(report.witness);
      expect(text).toContain(report.law.name);
      expect(text).toContain(report.placeSays);
    });

    it('says where it was found and how to see it again', () => {
      for (const part of [report.kernel, report.world.name, '4711', report.replay!])
        expect(text).toContain(part);
    });

    it('says how sure it is and what it took', () => {
      for (const part of [report.grade, '31', '24', '44']) expect(text).toContain(part);
    });

    it('names the known defect, with its story and source', () => {
      for (const part of ['some-defect', 'how it came about', 'a mail of 2022'])
        expect(text).toContain(part);
    });

    it('says what each step is for', () => {
      for (const { says, isNeeded } of report.needed) if (isNeeded) expect(text).toContain(says);
    });

    it('says where each command was left that has not returned, and for whom it waits', () => {
      for (const moment of report.history) {
        if (moment.kind === 'rest' || moment.suspended === undefined) continue;
        const { at, waits = '', holder = '' } = moment.suspended;
        for (const part of [at, waits, holder]) expect(text).toContain(part);
      }
    });

    it('shows both states before and after', () => {
      for (const line of [...report.model.before, ...report.implementation.after])
        expect(text).toContain(lineAs(line));
    });
  });

  it('lets no control character through', () => {
    expect(render(hostile()).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
}

/**
 * The text without the line breaks, indentation and backslashes that a format adds.
 *
 */
function unwrapped(text: string): string {
  return text.replaceAll('\\', '').replaceAll(/\s+/g, ' ');
}
