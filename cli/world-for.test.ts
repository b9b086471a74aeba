import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findKernel, simulate } from '../defects/kernels.ts';
import { versions } from '../implementation/versions/index.ts';
import { commands } from '../model/order.ts';
import { features } from '../model/feature.ts';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';
import { worldFor } from './world-for.ts';

const { fresh } = workplace();

describe('the world of a run', () => {
  it('is sva for every kernel that has it, unless another is asked for', () => {
    for (const version of versions.filter(({ has }) => has.includes('sva')))
      expect(worldFor(version, undefined).name).toBe('sva');
    expect(worldFor(findKernel('linux-5.18'), 'sva-tiny').name).toBe('sva-tiny');
  });

  it('fits the kernel, or a line says what is missing', () => {
    for (const subcommand of ['check', 'explore']) {
      const { code, err } = runCli(
        subcommand,
        '--kernel',
        'linux-5.18',
        '--world',
        'vfio',
        '--out',
        fresh(subcommand),
      );
      expect(code).toBe(2);
      expect(err).toBe(
        'pasidcheck: linux-5.18 has no VFIO here: use a world without it, such as sva\n',
      );
    }
  });
});

describe('what a kernel has', () => {
  it('is everything for the reference, with a defect or not', () => {
    expect(findKernel('reference').has).toEqual([...features]);
    expect(findKernel('uacce-start-after-remove').has).toEqual([...features]);
  });

  it('is the same when it is mended', () => {
    for (const { name, known, has } of versions)
      if (known.length > 0) expect(findKernel(`${name}-mended`).has).toEqual(has);
  });

  it('decides which commands it knows', () => {
    for (const version of versions) {
      const known = simulate(version).capabilities.commands;
      for (const { kind, needs } of commands)
        expect(known.has(kind), kind).toBe(needs === undefined || version.has.includes(needs));
    }
  });
});

/** A file with a world. */
function fileWith(text: string): string {
  const file = fresh('world.json');
  writeFileSync(file, text);
  return file;
}

describe('a world of one’s own', () => {
  it('is written in place or in a file, for check and explore alike', () => {
    const file = fileWith('{"like":"sva-tiny","processes":1}');
    for (const asked of ['sva-tiny,processes=1', file]) {
      const checked = runCli(
        'check',
        '--world',
        asked,
        '--runs',
        '20',
        '--seed',
        '1',
        '--out',
        fresh('o'),
      );
      expect(checked.out).toMatch(/^reference, world sva-tiny,processes=1, seed 1: /);
      const explored = runCli('explore', '--world', asked, '--depth', '1', '--out', fresh('o'));
      expect(explored.out).toMatch(
        /^reference, world sva-tiny,processes=1 \(1 process, 1 device, /,
      );
    }
  });

  it('is stored with a finding, which can be replayed and written as text', () => {
    const out = fresh('own');
    const args = ['--depth', '2', '--out', out, '--json', '--kernel', 'linux-5.18-rc1'];
    const lines = jsonLines(runCli('explore', '--world', 'sva-tiny,processes=1', ...args).out);
    const { file, world: name } = lines.at(-1)!;
    expect(name).toBe('sva-tiny,processes=1');
    expect(runCli('replay', String(file)).code).toBe(1);
    expect(runCli('report', String(file), '--format', 'trace').out).toMatch(
      /^linux-5.18-rc1 {3}world sva-tiny,processes=1\n# breaks /,
    );
  });

  it.each<[string, () => string, RegExp]>([
    [
      'a bound too large',
      () => 'sva,files=9',
      /files is 9, expected 0 to 8: files of these devices/,
    ],
    [
      'an unknown bound',
      () => 'sva,fils=2',
      /unknown bound "fils"; did you mean "files"\? \(see: list bounds\)/,
    ],
    [
      'a file that is not there',
      () => 'no.json',
      /cannot read "no.json" \(ENOENT\); expected a world/,
    ],
    [
      'a file with a bound too large',
      () => fileWith('{"like":"sva","files":9}'),
      /world.json: sva.files is 9, expected 0 to 8/,
    ],
    [
      'a file that is cut off',
      () => fileWith('{"like":"sv'),
      /world.json: not JSON \(.*\); is it cut off\?/,
    ],
    ['a trace', () => 'corpus/scenario-both.json', /unknown field "format"/],
  ])('is refused with %s', (_what, asked, message) => {
    for (const subcommand of ['check', 'explore']) {
      const { code, out, err } = runCli(subcommand, '--world', asked());
      expect(err).toMatch(message);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    }
  });
});

describe('switches of one’s own', () => {
  it('are set, and named in what is found', () => {
    const out = fresh('switched');
    const args = ['--switch', 'pasidFreeAt=mmput', '--out', out, '--json', '--world', 'sva-tiny'];
    const name = 'reference+pasidFreeAt=mmput';
    const explored = jsonLines(runCli('explore', '--depth', '3', ...args).out);
    expect(explored.at(-1)).toMatchObject({ kind: 'finding', kernel: name });
    expect(runCli('replay', String(explored.at(-1)!['file'])).code).toBe(1);
  });

  it.each([
    [
      'pasidFreedAt=mmput',
      'unknown switch "pasidFreedAt"; did you mean "pasidFreeAt"? (see: list switches)',
    ],
    [
      'pasidFreeAt=never',
      'unknown value of switch pasidFreeAt "never"; known: mmdrop, last-unbind, mmput',
    ],
    [
      'pasidFreeAt',
      'switch "pasidFreeAt": expected NAME=VALUE, such as pasidFreeAt=mmput (see: list switches)',
    ],
  ])('are refused: %s', (change, message) => {
    for (const args of [['check'], ['explore'], ['replay', 'corpus']])
      expect(runCli(...args, '--switch', change)).toEqual({
        code: 2,
        out: '',
        err: `pasidcheck: ${message}\n`,
      });
  });
});
