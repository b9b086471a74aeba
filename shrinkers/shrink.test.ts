import { beforeAll, describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { drawFrom, traces } from '../checker/arbitrary.ts';
import { stream } from '../checker/randomness.ts';
import { reproduceOn } from '../checker/reproduce.ts';
import type { Switches } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import { findWorld } from '../model/worlds.ts';
import { runnerWith } from '../testing/judge.ts';
import { linesOf, type MadeUpLaw, reproduce, traceOf } from '../testing/shrinking.ts';
import { canonical } from './canonical.ts';
import type { Pass } from './pass.ts';
import { dropRuns } from './passes/drop-runs.ts';
import { passes } from './passes/index.ts';
import { plainerWords } from './passes/plainer-words.ts';
import { type Reproduce, shrink } from './shrink.ts';
import { compare } from './simpler.ts';
import { specification } from '../properties/linux.ts';

/** The fork can go only after the word that it is needed with. */
const forkedWhereDusIsMapped: MadeUpLaw = (c, s, ran) =>
  c.kind === 'exit' &&
  s.sva.mappings.some((m) => m.live !== 0) &&
  (ran.includes('fork p0 -> p1') || ran.every((line) => !line.includes('dus')));

const anyExit: MadeUpLaw = (c) => c.kind === 'exit';

/** One device is not as good as the other. */
const exitsWithD1Open: MadeUpLaw = (c, s) =>
  c.kind === 'exit' && s.sva.files.some((f) => f.device === 1);

const third: MadeUpLaw = (_c, _s, ran) => ran.length === 3;

describe('shrinking', () => {
  it('refuses a trace that does not break the law: there is nothing to shrink', () => {
    expect(() => shrink(traceOf(['gp']), reproduce(anyExit), passes, specification)).toThrow(
      'the trace to shrink does not break the law',
    );
  });

  it('cuts off what comes after the break and leaves out what was skipped, without any pass', () => {
    const trace = traceOf(['close p0 f0', 'fork p0 -> p1', 'exit p1', 'gp']);
    const { trace: cut, executions } = shrink(trace, reproduce(anyExit), [], specification);
    expect(linesOf(cut)).toEqual(['fork p0 -> p1', 'exit p1']);
    expect(executions).toBe(1);
  });

  it('takes only candidates that are simpler', () => {
    const worse: Pass = {
      name: 'worse',
      because: 'a test',
      candidates: (trace) => [{ ...trace, steps: [...trace.steps, ...trace.steps] }],
    };
    const ran: string[] = [];
    const watching = watched(reproduce(anyExit), (trace) => ran.push(linesOf(trace).join('; ')));
    shrink(traceOf(['exit p0']), watching, [worse], specification);
    expect(ran).toEqual(['exit p0']);
  });

  it('runs no trace twice, and counts those that it ran', () => {
    const ran: string[] = [];
    const watching = watched(reproduce(anyExit), (trace) => ran.push(linesOf(trace).join('; ')));
    const start = traceOf(['open p0 d1 -> f2', 'fork p0 -> p1', 'gp', 'close p1 f2', 'exit p1']);
    const { executions } = shrink(start, watching, passes, specification);
    expect(new Set(ran).size).toBe(ran.length);
    expect(executions).toBe(ran.length);
  });

  it('runs traces that differ only in names once', () => {
    const renaming: Pass = {
      name: 'rename',
      because: 'a test',
      candidates: () =>
        [['f3'], ['f1'], ['f0']].map(([file]) => traceOf([`open p0 d1 -> ${file}`])),
    };
    const ran: string[] = [];
    const never = watched(reproduce(anyExit), (trace) => ran.push(linesOf(trace).join('; ')));
    const { executions } = shrink(traceOf(['gp', 'exit p0']), never, [renaming], specification);
    expect(ran).toEqual(['gp; exit p0', 'open p0 d0 -> f0']);
    expect(executions).toBe(2);
  });

  it('lowers names before the first run; where one device is not as good as another, it leaves them', () => {
    const names = ['open p0 d1 -> f3', 'exit p0'];
    const lowered = shrink(traceOf(names), reproduce(anyExit), [], specification);
    expect(linesOf(lowered.trace)).toEqual(['open p0 d0 -> f0', 'exit p0']);
    expect(lowered.executions).toBe(1);
    const left = shrink(traceOf(names), reproduce(exitsWithD1Open), [], specification);
    expect(linesOf(left.trace)).toEqual(names);
    expect(left.executions).toBe(2);
    const whole = shrink(traceOf(names), reproduce(exitsWithD1Open), passes, specification);
    expect(linesOf(whole.trace)).toEqual(['open p0 d1 -> f0', 'exit p0']);
  });

  it('drops the tail and what never ran of each trace that it takes', () => {
    const ran: string[] = [];
    const watching = watched(reproduce(anyExit), (trace) => ran.push(linesOf(trace).join('; ')));
    const less: Pass = {
      name: 'another',
      because: 'a test',
      candidates: (trace) => [
        { ...trace, steps: traceOf(['exit p0', 'exit p0', 'gp', 'gp']).steps },
      ],
    };
    const start = traceOf(['gp', 'work', 'gp', 'work', 'exit p0']);
    expect(linesOf(shrink(start, watching, [less], specification).trace)).toEqual(['exit p0']);
    expect(ran).toEqual(['gp; work; gp; work; exit p0', 'exit p0; exit p0; gp; gp']);
  });

  it('does not run a trace without its end, unless nobody is left: nothing broke before', () => {
    expect(runsWhenDropping(['gp', 'work', 'gp'], third)).not.toContain('gp; work');
    expect(runsWhenDropping(['gp', 'exit p0', 'gp'], third)).toContain('gp; exit p0');
  });

  it('goes back to the first passes after a later one has succeeded', () => {
    const start = traceOf(['open p0 d0 -> f0', 'mmap p0 f0 dus', 'fork p0 -> p1', 'exit p0']);
    const { trace } = shrink(
      start,
      reproduce(forkedWhereDusIsMapped),
      [dropRuns, plainerWords],
      specification,
    );
    expect(linesOf(trace)).toEqual(['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0']);
  });
});

/** Kernels with a mistake, and what it breaks; some thousand random traces break each many times. */
const mistakes: readonly (readonly [string, string, Partial<Switches>])[] = [
  ['pasid-uniqueness', 'sva', { pasidFreeAt: 'mmput', liveCdRewrite: 'asid-only' }],
  ['no-splat', 'sva', { uacceMremap: 'moved', uacceVmaClose: 'keeps-region' }],
  ['answers-conform', 'sva-one-pasid', { allocFailure: 'invalid-ioasid' }],
  ['liveness', 'sva-small', { bondPins: 'mm_users' }],
  ['no-reuse-while-referenced', 'sva-keep-on-exec', { pasidFreeAt: 'mmput' }],
];

describe.each(mistakes)(
  'what is left of a random trace that breaks %s in world %s',
  (...mistake) => {
    let found: Found[] = [];
    beforeAll(() => {
      found = randomBreaks(...mistake);
    });

    it('still breaks the same law at the same place', () => {
      for (const { shrunk, again } of found) expect(again(shrunk)).toBeDefined();
    });

    it('is no larger than the trace was, and was reached by steps that each made it simpler', () => {
      for (const { start, accepted } of found)
        accepted.reduce((before, next) => {
          expect(compare(next, before, specification)).toBeLessThan(0);
          return next;
        }, start);
    });

    it('is a fixed point: shrinking it again changes nothing', () => {
      for (const { shrunk, again } of found)
        expect(linesOf(shrink(shrunk, again, passes, specification).trace)).toEqual(
          linesOf(shrunk),
        );
    });

    it('and each pass alone makes no progress when it is run again at once', () => {
      for (const { start, again } of found.filter((f) => f.start.steps.length <= 12))
        for (const pass of passes) {
          const { trace } = shrink(start, again, [pass], specification);
          // What was skipped took its name with it; that is for the first form of the next shrinking.
          const named = canonical(trace, specification);
          expect(shrink(trace, again, [pass], specification).trace).toEqual(named);
        }
    });

    it('is a trace from which no proposal of any pass is simpler and breaks the law', () => {
      const { shrunk, again } = found[0]!;
      for (const pass of passes)
        for (const candidate of pass.candidates(shrunk, specification))
          if (compare(candidate, shrunk, specification) < 0)
            expect(again(candidate), linesOf(candidate).join('; ')).toBeUndefined();
    });

    it('is the same text, whichever trace it began with', () => {
      expect(new Set(found.map(({ shrunk }) => linesOf(shrunk).join('\n'))).size).toBe(1);
    });

    it('needs each of its commands', () => {
      const { shrunk, again } = found[0]!;
      for (let i = 0; i < shrunk.steps.length; i++)
        expect(again({ ...shrunk, steps: shrunk.steps.toSpliced(i, 1) })).toBeUndefined();
    });
  },
);

describe('a DMA that reaches a foreign mm on linux-5.18-rc1', () => {
  // a search of all traces of up to seven commands finds none that does
  const shortest = [
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'start p0 f0',
    'exit p0',
    'open p1 d0 -> f1',
    'close p1 f1',
    'open p1 d0 -> f2',
    'dma f0',
  ];

  it.each([
    [
      'a bind and its unbind',
      [
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'exit p0',
        'start p1 f0',
        'bind p1 f0 -> h0',
        'unbind p1 h0',
        'open p1 d0 -> f1',
        'dma f0',
      ],
    ],
    [
      'the cached pages of another device',
      [
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'start p0 f0',
        'exit p0',
        'open p1 d1 -> f1',
        'open p1 d0 -> f2',
        'start p1 f1',
        'dma f1',
        'dma f0',
      ],
    ],
    [
      'a file that was handed on',
      [
        'open p0 d0 -> f0',
        'open p0 d0 -> f1',
        'fork p0 -> p1',
        'start p0 f0',
        'exit p0',
        'bind p1 f1 -> h0',
        'close p1 f1',
        'open p1 d0 -> f2',
        'dma f0',
      ],
    ],
  ])('is eight commands, also if it began with %s', (_with, lines) => {
    const { switches } = versions.find((v) => v.name === 'linux-5.18-rc1')!;
    const target = {
      law: 'isolation',
      place: { clause: 'reached a foreign mm' },
      witness: '',
    } as const;
    const again = reproduceOn(runnerWith(switches), target);
    expect(linesOf(shrink(traceOf(lines), again, passes, specification).trace)).toEqual(shortest);
  });
});

interface Found {
  readonly start: Trace;
  readonly shrunk: Trace;
  readonly again: Reproduce;
  /** What was taken on the way, in order. */
  readonly accepted: readonly Trace[];
}

/** Five random traces that break this law, each shrunk. */
function randomBreaks(law: string, worldName: string, off: Partial<Switches>): Found[] {
  const world = findWorld(worldName);
  const runner = runnerWith(off, world);
  const random = drawFrom(stream(11, 'shrink', law));
  const arbitrary = traces(specification, world);
  const found: Found[] = [];
  let target: Broken | undefined;
  while (found.length < 5) {
    const start = arbitrary.generate(random, undefined).value;
    let breaks = false;
    runner.run(start.steps, {
      broken(_step, b) {
        if (b.law !== law) return;
        target ??= b;
        if (placeText(b.place) === placeText(target.place)) breaks = true;
      },
    });
    if (!breaks) continue;
    const again = reproduceOn(runner, target!);
    const accepted: Trace[] = [];
    const watching = watched(again, (_trace, result) => result && accepted.push(result));
    const { trace } = shrink(start, watching, passes, specification);
    // the first run only cuts the trace off at the break
    found.push({ start: accepted[0]!, shrunk: trace, again, accepted: accepted.slice(1) });
  }
  return found;
}

/** The traces that are run when nothing but runs of commands is dropped. */
function runsWhenDropping(lines: readonly string[], law: MadeUpLaw): string[] {
  const ran: string[] = [];
  const watching = watched(reproduce(law), (trace) => ran.push(linesOf(trace).join('; ')));
  shrink(traceOf(lines), watching, [dropRuns], specification);
  return ran;
}

function watched(
  inner: Reproduce,
  look: (trace: Trace, result: Trace | undefined) => void,
): Reproduce {
  return (trace) => {
    const result = inner(trace);
    look(trace, result);
    return result;
  };
}
