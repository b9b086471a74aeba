import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();
let folders = 0;

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = fresh(`folder-${folders++}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const good = 'linux-5.18   world sva\nopen p0 d0 -> f0\n';
const bad = 'linux-5.18-rc1   world sva\nopen p0 d0 -> f0\nexit p0\n';
const cut = '{"format":"pasidch';

describe('replay of a folder', () => {
  it('runs every trace in it, whether JSON or text, and no other file', () => {
    const json = readFileSync('corpus/no-reuse-while-referenced-0f5e7414830b.json', 'utf8');
    const folder = folderOf({ 'a.txt': good, 'b.txt': bad, 'c.json': json, 'notes.md': 'none' });
    const { code, out, err } = runCli('replay', folder);
    expect(out).toBe(
      [
        `holds     linux-5.18  ${folder}/a.txt`,
        `violated  linux-5.18-rc1  ${folder}/b.txt  no-reuse-while-referenced, no-splat, balance-at-rest`,
        `violated  linux-5.18-rc1  ${folder}/c.json  no-reuse-while-referenced`,
        `${folder}: 3 traces: 2 violated, 1 hold`,
        '',
      ].join('\n'),
    );
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], number, string]>([
    ['all hold', { 'a.txt': good }, [], 0, '1 trace: 0 violated, 1 hold'],
    ['one breaks a law', { 'a.txt': good, 'b.txt': bad }, [], 1, '2 traces: 1 violated, 1 hold'],
    [
      'one breaks a law, one is damaged',
      { 'a.json': cut, 'b.txt': bad },
      [],
      1,
      '1 trace: 1 violated, 0 hold; 1 damaged',
    ],
    [
      'one is damaged',
      { 'a.txt': good, 'b.json': cut },
      [],
      2,
      '1 trace: 0 violated, 1 hold; 1 damaged',
    ],
    ['all are damaged', { 'b.json': cut, 'c.json': '' }, [], 2, 'nothing was replayed; 2 damaged'],
    ['it is empty', {}, [], 2, 'nothing was replayed, there is no trace in it (*.json or *.txt)'],
    [
      'no kernel is named',
      { 'a.txt': 'world sva\ngp\n' },
      [],
      2,
      'nothing was replayed; 1 not for this kernel',
    ],
    [
      'none is for the kernel',
      { 'a.txt': good },
      ['--kernel', 'linux-4.10'],
      2,
      'nothing was replayed; 1 not for',
    ],
    [
      'one is not for the kernel',
      { 'a.txt': good, 'b.txt': 'world vfio-passthrough\nfork p0 -> p1\n' },
      ['--kernel', 'linux-4.10'],
      0,
      '1 trace: 0 violated, 1 hold; 1 not for this kernel',
    ],
  ])('where %s', (_what, files, options, code, says) => {
    const ran = runCli('replay', folderOf(files), ...options);
    expect(ran.out.split('\n').at(-2)).toContain(says);
    expect(ran.code).toBe(code);
  });

  it('says of each file that is damaged or refused why, and leaves it where it is', () => {
    const folder = folderOf({
      'a.json': cut,
      'b.txt': 'linux-5.18 world sva\nexit p0 [stops at exit]\n',
      'c.txt': 'linux-5.19 world sva\ngp\n',
      'd.txt': 'linux-4.10 world sva\ngp\n',
      'e.txt': 'world sva\ngp\n',
      'f.txt': good,
    });
    const whys = [
      ['damaged', 'a.json: not JSON'],
      ['damaged', 'b.txt: line 2: stops is "exit", expected a point of linux-5.18'],
      ['damaged', 'c.txt: unknown kernel "linux-5.19"; did you mean "linux-5.17"?'],
      ['damaged', 'd.txt: linux-4.10 has no SVA; expected a kernel that fits world sva'],
      ['refused', 'e.txt: names no kernel, expected --kernel'],
    ] as const;
    const { code, err } = runCli('replay', folder);
    expect(code).toBe(2);
    whys.forEach(([kind, why], i) => {
      expect(err.split('\n')[i]).toContain(`pasidcheck: ${kind}: ${folder}/${why}`);
    });
    const lines = jsonLines(runCli('replay', folder, '--json').out);
    whys.forEach(([kind, why], i) => {
      expect(lines[i]).toMatchObject({ kind, file: `${folder}/${why.split(':', 1)[0]}` });
    });
    expect(lines[5]).toMatchObject({ kind: 'replay', verdict: 'holds', broken: [] });
    expect(lines[6]).toEqual({
      kind: 'summary',
      verdict: 'damaged',
      folder,
      traces: 1,
      violated: 0,
      hold: 1,
      refused: 1,
      damaged: 4,
    });
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe(cut);
  });

  it('refuses a kernel or a switch that there is not before anything runs', () => {
    for (const options of [
      ['--kernel', 'nope'],
      ['--switch', 'pasidFreeAt=never'],
      ['--switch', 'nope=1'],
    ]) {
      const { code, out, err } = runCli('replay', 'corpus', ...options);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(
        /unknown (kernel "nope"|value of switch pasidFreeAt "never"|switch "nope")/,
      );
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
