import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changedStep, runCli, workplace } from '../testing/cli.ts';

const { fresh, stored } = workplace();

describe('bad input gets one line and exit code 2', () => {
  const table: [string, string[], RegExp][] = [
    [
      'an unknown kernel',
      ['check', '--kernel', 'linux-5.18rc1'],
      /unknown kernel "linux-5.18rc1"; did you mean "linux-5.18-rc1"\?/,
    ],
    [
      'an unknown world',
      ['check', '--world', 'svaa'],
      /unknown world "svaa"; did you mean "sva"\?/,
    ],
    [
      'an unknown law',
      ['check', '--law', 'uniqueness'],
      /unknown law "uniqueness"; did you mean "pasid-uniqueness"\?/,
    ],
    [
      'an unknown weakening',
      ['oracle', 'fresh-off'],
      /^pasidcheck: unknown weakening "fresh-off"; did you mean "fresh-mm-off"\? \(known: .*\)\n$/,
    ],
    ['an unknown defect', ['defects', 'fork-pasid'], /unknown defect "fork-pasid"; did you mean /],
    [
      'an unknown symmetry',
      ['explore', '--symmetry', 'name'],
      /unknown symmetry "name"; did you mean "names"\?/,
    ],
    [
      'an unknown world to explore',
      ['explore', '--world', 'sva-smal'],
      /unknown world "sva-smal"; did you mean "sva-small"\?/,
    ],
    [
      'an unknown kernel to explore',
      ['explore', '--kernel', 'linux-5.71'],
      /unknown kernel "linux-5.71"; did you mean "linux-5.17"\?/,
    ],
    [
      'an unknown law to explore',
      ['explore', '--law', 'livenes'],
      /unknown law "livenes"; did you mean "liveness"\?/,
    ],
    ['no depth', ['explore', '--depth', '0'], /--depth 0: expected a whole number from 1 to /],
    [
      'an absurd number of states',
      ['explore', '--states', '1e9'],
      /--states 1e9: expected a whole number from 1 to /,
    ],
    [
      'two forms at once',
      ['defects', '--json', '--md'],
      /^pasidcheck: --json --md: expected one of them\n$/,
    ],
    ['an unknown list', ['list', 'kernel'], /unknown list "kernel"; did you mean "kernels"\?/],
    ['an unknown subcommand', ['chek'], /unknown command 'chek'.*Did you mean check\?/],
    ['an unknown option', ['check', '--sed', '1'], /unknown option '--sed'.*Did you mean --seed\?/],
    ['no time', ['check', '--time', '0'], /--time 0: expected a duration such as 20s/],
    [
      'a time without a unit',
      ['check', '--time', '20'],
      /--time 20: expected a duration such as 20s/,
    ],
    ['an absurd time', ['check', '--time', '9999h'], /--time 9999h: expected .* at most a week/],
    ['no runs', ['check', '--runs', '0'], /--runs 0: expected a whole number from 1 to /],
    [
      'absurd runs',
      ['check', '--runs', '99999999999999999999'],
      /--runs 9+: expected a whole number/,
    ],
    ['half a seed', ['check', '--seed', '1.5'], /--seed 1.5: expected a whole number/],
    [
      'an --out that is a file',
      ['check', '--out', '/etc/passwd'],
      /cannot write to "\/etc\/passwd" \(EEXIST\)/,
    ],
    [
      'a file that is not there',
      ['replay', '/nowhere.json'],
      /cannot read "\/nowhere.json" \(ENOENT\)/,
    ],
    [
      'an unknown format',
      ['report', 'x.json', '--format', 'pdf'],
      /unknown format "pdf"; known: text, md, json, html, svg, mail, vitest, trace\n/,
    ],
  ];
  it.each(table)('%s', (_what, args, message) => {
    const { code, out, err } = runCli(...args);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  const traces: [string, (trace: Record<string, unknown>) => void, RegExp][] = [
    [
      'another format version',
      (t) => (t['version'] = 4),
      /format version 4, but this pasidcheck reads versions 1, 2, 3/,
    ],
    [
      'no stored trace at all',
      (t) => (t['format'] = 'junit'),
      /format is "junit", expected "pasidcheck-trace"/,
    ],
    [
      'an unknown field',
      (t) => (t['kernal'] = 'x'),
      /unknown field "kernal"; did you mean "kernel"\?/,
    ],
    [
      'an unknown field of a step',
      changedStep(0, { devise: 'd0' }),
      /step 1: unknown field "devise"; did you mean "device"\?/,
    ],
    [
      'an unknown command',
      changedStep(0, { kind: 'opne' }),
      /step 1: unknown command "opne"; did you mean "open"\?/,
    ],
    [
      'a name of another sort',
      changedStep(0, { process: 'd0' }),
      /step 1: process is "d0", expected a process, such as p0/,
    ],
    [
      'a step that refers to nothing',
      changedStep(1, { process: 'p3' }),
      /step 2 \(exit\): process p3 refers to nothing; expected one of p0/,
    ],
    [
      'a device outside the world',
      changedStep(0, { device: 'd4' }),
      /device d4 refers to nothing; expected one of d0/,
    ],
    [
      'a missing argument',
      changedStep(1, { process: undefined }),
      /step 2: process is missing, expected a process, such as p0/,
    ],
    ['no steps', (t) => (t['steps'] = []), /steps is \[\], expected a list of commands/],
    [
      'an absurd world',
      (t) => ((t['world'] as Record<string, unknown>)['ioasid'] = { pasids: 1e9 }),
      /world.ioasid.pasids is 1000000000, .*30/,
    ],
    [
      'a law that nobody knows',
      (t) => (t['violates'] = { law: 'isolaton', place: { clause: 'x' } }),
      /violates.law: unknown law "isolaton"; did you mean "isolation"\?/,
    ],
    [
      'a kernel that nobody knows',
      (t) => (t['kernel'] = 'linux-5.19'),
      /unknown kernel "linux-5.19"; did you mean /,
    ],
    [
      'a stop at a point that the kernel does not have',
      changedStep(0, { stops: 'uacce_fops_open: bound, not listed' }),
      /step 1: stops is "uacce_fops_open: bound, not listed", expected a point of linux-5.18-rc1; did you mean "uacce_fops_open: bound, not yet listed"\?/,
    ],
    [
      'a stop at nothing',
      changedStep(0, { stops: '' }),
      /step 1: stops is "", expected the point at /,
    ],
    [
      'a continuation of nobody',
      (t) => (t['steps'] as unknown[]).push({ kind: 'continue', process: 'd0' }),
      /step 3: process is "d0", expected a process, such as p0/,
    ],
    [
      'a name made twice',
      (t) => (t['steps'] as unknown[]).push((t['steps'] as unknown[])[0]),
      /step 3 \(open\): file f0 is created a second time/,
    ],
  ];
  it.each(traces)('%s in a trace', (_what, change, message) => {
    const { code, out, err } = runCli('replay', stored(change));
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('an --out where nothing can be made', () => {
    const { code, err } = runCli('check', '--out', '/proc/nothing/x');
    expect(err).toMatch(/cannot write to "\/proc\/nothing\/x" \(ENOENT\)/);
    expect(code).toBe(2);
  });

  it('a file that is cut off', () => {
    const file = fresh('cut.json');
    writeFileSync(
      file,
      readFileSync(
        stored(() => undefined),
        'utf8',
      ).slice(0, 80),
    );
    const { code, err } = runCli('replay', file);
    expect(err).toMatch(/cut.json: not JSON \(.*\); is it cut off\?/);
    expect(code).toBe(2);
  });
});
