import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runWith } from '../testing/cli.ts';
import { commandLinesIn } from '../testing/markdown.ts';

/** The traces of docs/sets.md are run as a reader would. */
const traces = commandLinesIn(readFileSync('docs/sets.md', 'utf8'))
  .filter((command) => command.startsWith('npx pasidcheck replay'))
  .map((command) => {
    const [first, ...lines] = command.split('\n');
    const [, kernel] = /^npx pasidcheck replay - --kernel (\S+) <<'END'$/.exec(first!)!;
    return { kernel: kernel!, lines: lines.slice(0, -1) };
  });

const replay = ({ kernel, lines }: (typeof traces)[number]) =>
  runWith(`${lines.join('\n')}\n`, 'replay', '-', '--kernel', kernel, '--width', '200');

const law = /^Law broken \(known mistake of this kernel(?:, inferred)?\): (.*?)(?:  .*)?$/m;

describe('the page about sets of PASIDs', () => {
  it('has these traces, each of which breaks what it says', () => {
    expect(traces.map((trace) => [trace.kernel, law.exec(replay(trace).out)?.[1]])).toEqual([
      ['ioasid-ext-v1', 'The kernel reports no bug in itself'],
      [
        'ioasid-atomic-wq',
        'No assigned device keeps an entry for a PASID that was freed or unbound',
      ],
      [
        'ioasid-cyclic',
        'Tables of context descriptors grow with what lives at once, not with history',
      ],
      ['ioasid-ext-v4', 'The kernel reports no bug in itself'],
      ['ioasid-vfio-unbinds', undefined],
    ]);
  });

  it('shows each trace to be silent on the reference', () => {
    for (const trace of traces)
      expect(replay({ ...trace, kernel: 'reference' })).toMatchObject({ code: 0 });
  });
});
