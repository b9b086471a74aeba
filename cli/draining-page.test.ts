import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findWorld } from '../model/worlds.ts';
import { runWith } from '../testing/cli.ts';
import { Bench } from '../testing/kernel.ts';
import { commandLinesIn } from '../testing/markdown.ts';

/** The traces of docs/draining.md are run as a reader would. */
const traces = commandLinesIn(readFileSync('docs/draining.md', 'utf8')).map((command) => {
  const [first, ...lines] = command.split('\n');
  const [, kernel] = /^npx pasidcheck replay - --kernel (\S+) <<'END'$/.exec(first!)!;
  return { kernel: kernel!, lines: lines.slice(0, -1) };
});

const replay = ({ kernel, lines }: (typeof traces)[number]) =>
  runWith(`${lines.join('\n')}\n`, 'replay', '-', '--kernel', kernel, '--width', '80');

const law = /^Law broken: (.*)$/m;

describe('the page about draining', () => {
  it('has these traces, on the kernels that have a mistake and on the reference', () => {
    expect(traces.map((trace) => [trace.kernel, law.exec(replay(trace).out)?.[1]])).toEqual([
      ['vtd-drain-before-clear', 'No page request outlives its bond'],
      ['reference', undefined],
      ['vtd-teardown-before-device-stop', 'Every answer is one that the interface admits'],
      ['vtd-drain-ignores-overflow', 'No page request outlives its bond'],
      ['reference', undefined],
      [
        'vtd-overflow-never-cleared',
        'A group of page requests gets one answer, and pages of the right mm',
      ],
    ]);
    expect(replay(traces[3]!).out).toContain('d0 r1: mm0 != none');
    expect(replay(traces[5]!).out).toMatch(/ring\s+is\s+empty,\s+overflow,\s+not\s+empty/);
    expect(replay(traces[5]!).out).toContain('requests-drained: a device waits for the answer');
  });

  it('shows each trace of a mistake to be silent on the reference', () => {
    for (const trace of traces)
      expect(replay({ ...trace, kernel: 'reference' })).toMatchObject({ code: 0 });
  });

  it('says what became of the late request: refused, answered, and one fault reported', () => {
    const b = run(traces[1]!);
    expect([b.seen.groupMm(0, 0), b.seen.inRing(), b.seen.faultsReported()]).toEqual([0, 0, 1]);
    const before = run(traces[1]!, { prqDrain: 'before-clear' });
    expect([before.seen.groupMm(0, 0), before.seen.inRing()]).toEqual([1, 1]);
    expect(run(traces[2]!).seen.faultsReported()).toBe(0);
  });

  it('says whose answer ends the group of the next owner', () => {
    const b = run(traces[4]!);
    expect([b.seen.groupMm(0, 1), b.seen.pageMistake(0)]).toEqual([2, 0]);
    const once = run(traces[4]!, { drainOverflow: 'ignored' });
    expect([once.seen.groupMm(0, 1), once.seen.pageMistake(0)]).toEqual([0, 3]);
  });
});

/** On the reference, but for these switches. */
function run(
  { lines }: (typeof traces)[number],
  switches: ConstructorParameters<typeof Bench>[0] = {},
): Bench {
  const bench = new Bench(switches, findWorld('vtd-small'));
  bench.run(...lines.slice(1));
  return bench;
}
