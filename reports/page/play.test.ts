import { describe, expect, it } from 'vitest';
import { findKernel } from '../../defects/kernels.ts';
import { parseTrace } from '../../model/trace-text.ts';
import { play } from './play.ts';
import type { Played } from './played.ts';
import { serve } from './serve.ts';

const played = (...lines: string[]): Played => {
  const { trace, kernel } = parseTrace(lines.join('\n'), 'trace');
  return play(trace, findKernel(kernel!));
};
const daemon = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

const elsewhere = (page: Played) => (name: string) =>
  page.elsewhere.find(({ kernel }) => kernel === name);

describe('a trace that breaks laws', () => {
  const page = played('linux-5.18-rc1   world sva', ...daemon);

  it('says which, the closest to the cause first, and where', () => {
    expect(page.verdict).toBe('broken');
    expect(page.broken.map(({ law, at }) => [law, at])).toEqual([
      ['pasid-stability', 2],
      ['no-reuse-while-referenced', 2],
      ['pasid-uniqueness', 3],
    ]);
  });

  it('has both states before and after every step', () => {
    expect(page.start.model.map(({ what }) => what)).toEqual(['p0']);
    expect(page.moments.map(({ model }) => model.length)).toEqual([2, 3, 2, 3]);
    expect(page.moments[0]!.implementation).toContainEqual({ what: 'PASID 1', is: 'mm0' });
  });

  it('says which answers the model admits, by the rules alone', () => {
    expect(page.moments.map(({ admitted }) => admitted)).toEqual([
      ['PASID 1', 'PASID 2', 'PASID 3'],
      ['success'],
      ['success'],
      ['PASID 2', 'PASID 3'],
    ]);
  });

  it('says what other kernels do with it, and why some cannot', () => {
    const on = elsewhere(page);
    expect(on('linux-5.18')).toMatchObject({ outcome: 'holds', detail: '' });
    expect(on('linux-6.3')).toMatchObject({ outcome: 'cannot run', detail: 'it has no SVA' });
    expect(on('linux-5.18-rc1')).toBeUndefined();
  });

  it('has the report on the first, with the mistake that causes it', () => {
    expect(page.report!.law.name).toBe('pasid-stability');
    expect(page.causes.map(({ id }) => id)).toEqual(['mm-pasid-drop-in-mmput']);
  });

  it('knows the kind of each party', () => {
    expect(page.parties.map(({ name, kind }) => [name, kind])).toEqual([
      ['p0', 'process'],
      ['p1', 'process'],
      ['d0', 'device'],
    ]);
  });
});

describe('a trace that breaks none', () => {
  const page = played('linux-5.18   world sva', ...daemon, 'close p0 f0');

  it('has no report, and every moment', () => {
    expect([page.verdict, page.report, page.moments.length]).toEqual(['holds', undefined, 5]);
  });

  it('says why a step was not issued', () => {
    expect(page.moments[4]).toMatchObject({
      answer: 'not issued',
      whyNot: 'p0 is gone since step 3',
    });
  });
});

describe('a request of the page', () => {
  const text = ['linux-5.18-rc1   world sva', 'gp', ...daemon, 'gp', 'work'].join('\n');

  it('is refused in one line if it makes no sense', () => {
    expect(() => serve({ kind: 'play', text: 'linux-5.19 world sva\ngp' }, () => {})).toThrow(
      /^unknown kernel "linux-5.19"/,
    );
    expect(() => serve({ kind: 'play', text, kernel: 'linux-6.3' }, () => {})).toThrow(
      'linux-6.3 cannot run it: it has no SVA',
    );
  });

  it('judges, and says every answer', () => {
    const [judged] = serve({ kind: 'judge', texts: [text] }, () => {});
    expect(judged!.answers).toHaveLength(7);
    expect(judged!.broken[0]).toBe('pasid-stability: mm->pasid changed under a bond');
  });

  it('shrinks, and tells each shorter trace', () => {
    const told: string[] = [];
    const shrunk = serve({ kind: 'shrink', text }, (progress) => void told.push(progress.text!));
    expect(shrunk).toMatchObject({ from: 7, to: 3, grade: 'proven shortest' });
    expect(told.length).toBeGreaterThan(1);
  });

  it('explores every trace up to a length', () => {
    const explored = serve(
      { kind: 'explore', kernel: 'linux-5.18-rc1', world: 'sva-tiny', depth: 3 },
      () => {},
    );
    expect(explored.complete).toBe(2);
    expect(explored.findings.map(({ law }) => law)).toContain('no-reuse-while-referenced');
  });

  it('lists what can come next, with what it would break, and what cannot, with the reason', () => {
    const next = serve({ kind: 'next', text: text.split('\n').slice(0, 5).join('\n') }, () => {});
    const after = (command: string) => next.possible.find((one) => one.command === command);
    expect(after('open p1 d0 -> f1')).toMatchObject({
      answer: 'PASID 1',
      breaks: ['pasid-uniqueness'],
      isNews: true,
    });
    expect(after('touch p1 f0 mmio')).toMatchObject({
      answer: 'SIGSEGV',
      breaks: [],
      isNews: false,
    });
    const wrong = next.states.find(({ breaks }) => breaks.includes('pasid-uniqueness'));
    expect(wrong!.commands).toContain('open p1 d0 -> f1');
    // Each command leads to one state, and those that change nothing to this one.
    const led = next.states.flatMap(({ commands }) => commands);
    expect(led.toSorted()).toEqual(next.possible.map(({ command }) => command).toSorted());
    expect(next.states.find(({ is }) => is === 'here')!.commands).toEqual(
      next.possible.filter(({ isNews }) => !isNews).map(({ command }) => command),
    );
    expect(next.refused).toContainEqual({
      command: 'dma f0',
      why: 'it would be possible after start p1 f0',
    });
  });

  it.each([0, -3, 2.5, Number.NaN, 99])('does not explore up to %d commands', (depth) => {
    expect(() =>
      serve({ kind: 'explore', kernel: 'reference', world: 'sva-tiny', depth }, () => {}),
    ).toThrow(/expected a whole number from 1 to 20/);
  });

  it('knows the state before the last step again', () => {
    const { states } = serve(
      { kind: 'next', text: 'linux-5.18   world sva\nfork p0 -> p1\nopen p0 d0 -> f0\n' },
      () => {},
    );
    expect(states.filter(({ is }) => is === 'before')).toEqual([]);
    const back = serve({ kind: 'next', text: 'linux-5.18   world sva\nalloc -> n0\n' }, () => {});
    expect(back.states.find(({ is }) => is === 'before')!.commands).toEqual(['free n0']);
  });

  it('writes a trace that breaks no law only as text', () => {
    const holds = `${['linux-5.18   world sva', ...daemon].join('\n')}\n`;
    expect(serve({ kind: 'write', text: holds, form: 'text' }, () => {})).toBe(holds);
    expect(() => serve({ kind: 'write', text: holds, form: 'mail' }, () => {})).toThrow(
      /breaks no law/,
    );
  });
});
