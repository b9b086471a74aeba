import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runWith } from '../testing/cli.ts';
import { commandLinesIn } from '../testing/markdown.ts';

const replayed = /^npx pasidcheck replay - --kernel (\S+) <<'END'$/;

/** The traces of docs/one-pasid-per-mm.md are run as a reader would. */
const traces = commandLinesIn(readFileSync('docs/one-pasid-per-mm.md', 'utf8')).flatMap(
  (command) => {
    const [first, ...lines] = command.split('\n');
    const [, kernel] = replayed.exec(first!) ?? [];
    return kernel === undefined ? [] : [{ kernel, lines: lines.slice(0, -1) }];
  },
);

const replay = (kernel: string, lines: readonly string[]) =>
  runWith(`${lines.join('\n')}\n`, 'replay', '-', '--kernel', kernel, '--width', '80');

describe('the page about one PASID for each mm', () => {
  it('has these traces, each of which breaks what it says', () => {
    const shown = traces.map(({ kernel, lines }) => [kernel, replay(kernel, lines).out] as const);
    const says = [
      'd0 had asked for mm0 and got',
      'open answered PASID 0x0',
      'use-after-free in prq_event_thread: intel_svm',
      'PASID 1',
      'warning in intel_pasid_get_entry',
      'mm->pasid is 1',
      'PASID 1',
    ];
    expect(shown).toHaveLength(says.length);
    for (const [i, [, out]] of shown.entries()) {
      expect(out).toMatch(/^Law broken/);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(says[i]);
    }
    expect(shown.map(([kernel]) => kernel)).toEqual([
      'x86-pasid-v1',
      'x86-pasid-v1',
      'x86-pasid-v1',
      'x86-private-pasid-leak',
      'x86-pasid-signed-int',
      'x86-pasid-v1',
      'x86-pasid-v1',
    ]);
  });

  it('is silent on the reference', () => {
    for (const { lines } of traces) expect(replay('reference', lines)).toMatchObject({ code: 0 });
  });

  it('says that nothing is left, whichever allocation of a first bind fails', () => {
    for (let n = 1; n <= 9; n++) {
      const lines = [
        'world enqcmd-requests',
        `open p0 d0 -> f0 [allocation ${n} fails]`,
        'exit p0',
      ];
      expect(replay('x86-pasid-v1', lines).out).not.toContain('balance-at-rest');
    }
  });
});
