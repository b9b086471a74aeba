import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Console } from './console.ts';
import { runProgram } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program as a user would, with a clock that ticks a millisecond at each look. */
function run(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  let ticks = 0;
  const console: Console = {
    print: (text) => void (out += text),
    note: (text) => void (err += `${text}\n`),
    err: { write: (text) => (err += text) },
    colour: false,
    now: () => ticks++,
    newSeed: () => 1,
    self: 'pasidcheck',
  };
  return { code: runProgram(args, console), out, err };
}

const fresh = (name: string): string => join(folder, name);

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const stored = (change: (trace: Record<string, unknown>) => void): string => {
  const trace = {
    format: 'pasidcheck-trace',
    version: 1,
    kernel: 'linux-5.18-rc1',
    world: { name: 'w', processes: 3, devices: 1, files: 3, pasids: 3, closeOnExec: true },
    steps: [
      { kind: 'open', process: 'p0', device: 'd0', file: 'f0' },
      { kind: 'exit', process: 'p0' },
    ] as Record<string, unknown>[],
  };
  change(trace);
  const file = fresh(`trace-${Math.abs(JSON.stringify(trace).length)}-${counter++}.json`);
  writeFileSync(file, JSON.stringify(trace));
  return file;
};
let counter = 0;

/** Changes one step of a stored trace. */
const changedStep =
  (index: number, change: Record<string, unknown>) => (t: Record<string, unknown>) => {
    const steps = t['steps'] as Record<string, unknown>[];
    steps[index] = { ...steps[index], ...change };
  };

describe('check', () => {
  it('finds what is wrong with linux-5.18-rc1, stores it and exits with 1', () => {
    const out = fresh('rc1');
    const { code, out: text } = run(
      'check',
      '--kernel',
      'linux-5.18-rc1',
      '--runs',
      '300',
      '--seed',
      '1',
      '--out',
      out,
    );
    expect(code).toBe(1);
    expect(text).toContain('One PASID has one owner');
    expect(text).toContain('open p0 d0 -> f0');
    expect(readdirSync(out).some((name) => name.startsWith('pasid-uniqueness-'))).toBe(true);
  });

  it('ends in the trace of the daemon when only uniqueness is asked for', () => {
    const { out } = run(
      'check',
      '--kernel',
      'linux-5.18-rc1',
      '--law',
      'pasid-uniqueness',
      '--first',
      '--seed',
      '7',
      '--json',
      '--out',
      fresh('daemon'),
    );
    const [finding] = jsonLines(out) as [{ trace: { steps: { kind: string }[] } }];
    expect(finding.trace.steps.map((step) => step.kind)).toEqual(['open', 'fork', 'exit', 'open']);
  });

  it('prints JSON lines and nothing else, one per finding and a summary, with --json', () => {
    const { code, out } = run(
      'check',
      '--kernel',
      'linux-5.18-rc1',
      '--runs',
      '200',
      '--seed',
      '3',
      '--json',
      '--out',
      fresh('json'),
    );
    const lines = jsonLines(out);
    expect(code).toBe(1);
    expect(lines.slice(0, -1).every((line) => line['kind'] === 'finding')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', verdict: 'violated', seed: 3 });
    expect(Object.keys(lines.at(-1)!)).toEqual(
      expect.arrayContaining(['commands', 'seconds', 'commandsPerSecond', 'findings', 'goals']),
    );
  });

  it('finds nothing on the reference and reaches every goal', () => {
    const { code, out } = run(
      'check',
      '--runs',
      '12000',
      '--seed',
      '5',
      '--json',
      '--out',
      fresh('reference'),
    );
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        kind: 'summary',
        verdict: 'holds',
        findings: 0,
        goals: expect.objectContaining({ missed: [] }) as unknown,
      }),
    ]);
  });

  it('shows what a release is known for, and does not fail for it', () => {
    const { code, out } = run(
      'check',
      '--kernel',
      'linux-5.18',
      '--runs',
      '3000',
      '--seed',
      '2',
      '--json',
      '--out',
      fresh('known'),
    );
    const lines = jsonLines(out);
    expect(code).toBe(0);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines.slice(0, -1)) {
      expect(line['known']).toBe(true);
      expect(line['knownAs']).not.toEqual([]);
    }
  });

  it('says that a short run proves little', () => {
    const { code, out } = run('check', '--runs', '3', '--seed', '1', '--out', fresh('short'));
    expect(code).toBe(0);
    expect(out).toContain('too short to say much');
    expect(out).toContain('missed: ');
  });

  it('prints the same bytes for the same seed', () => {
    const args = ['check', '--kernel', 'linux-5.18-rc1', '--runs', '150', '--seed', '-9'];
    const out = ['--out', fresh('same')];
    expect(run(...args, ...out).out).toBe(run(...args, ...out).out);
  });
});

describe('replay', () => {
  it('shows a stored finding again', () => {
    const { code, out } = run(
      'replay',
      stored(() => undefined),
    );
    expect(code).toBe(1);
    expect(out).toContain('A PASID is not free while anything still refers to it');
  });

  it('holds on a kernel that does not have the defect', () => {
    const { code, out } = run(
      'replay',
      stored(() => undefined),
      '--kernel',
      'linux-5.18',
    );
    expect(code).toBe(0);
    expect(out).toContain('no law is broken (2 of 2 commands ran)');
  });

  it('replays a folder and names what is damaged in it, without touching it', () => {
    const out = fresh('corpus');
    run('check', '--kernel', 'linux-5.18-rc1', '--runs', '100', '--seed', '1', '--out', out);
    const damaged = join(out, 'damaged.json');
    writeFileSync(damaged, '{"format":"pasidch');
    const { code, out: text, err } = run('replay', out);
    expect(code).toBe(1);
    expect(text).toContain('violated  linux-5.18-rc1');
    expect(err).toContain('damaged.json: not JSON');
    expect(readFileSync(damaged, 'utf8')).toBe('{"format":"pasidch');
  });
});

describe('report', () => {
  it.each(['text', 'md', 'json'])('tells a finding as %s', (format) => {
    const { code, out } = run(
      'report',
      stored(() => undefined),
      '--format',
      format,
    );
    expect(code).toBe(0);
    expect(out).toContain('no-reuse-while-referenced');
  });
});

describe('list', () => {
  it.each(['kernels', 'worlds', 'commands', 'laws', 'defects'])('lists %s', (what) => {
    const { code, out } = run('list', what);
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(4);
  });
});

describe('oracle', () => {
  it('tells which defect notices a weakening, as JSON lines and nothing else', () => {
    const { code, out, err } = run('oracle', 'open-admits-EBUSY', '--json');
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        name: 'open-admits-EBUSY',
        noticed: true,
        defect: 'sva-handle-not-shared',
        law: 'answers-conform',
      }),
      expect.objectContaining({ kind: 'summary', weakenings: 1, noticed: 1, percent: 100 }),
    ]);
  });

  it('exits with 1 where too few are noticed, and says of each why', () => {
    const { code, out } = run('oracle', 'unfailing-admit-everything', 'open-admits-EBUSY');
    expect(code).toBe(1);
    expect(out).toMatch(/^open-admits-EBUSY +sva-handle-not-shared: answers-conform, /m);
    expect(out).toMatch(/^unfailing-admit-everything +NOT NOTICED: .* Why: where no allocation/m);
    expect(out).toContain('1 of 2 weakenings noticed: 50.0 %, 95 % would be enough\n');
  });

  it('measures the same again', () => {
    const once = run('oracle', 'open-admits-EBUSY', 'bind-admits-EBUSY');
    expect(run('oracle', 'open-admits-EBUSY', 'bind-admits-EBUSY')).toEqual(once);
  });
});

describe('defects', () => {
  it('finds a defect of the catalogue and exits with 0', () => {
    const { code, out } = run('defects', 'fork-inherits-mm-pasid', '--seeds', '3', '--json');
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        id: 'fork-inherits-mm-pasid',
        found: 3,
        asShort: 3,
        optimum: expect.objectContaining({ length: 2, isProven: true }) as unknown,
      }),
    ]);
  });
});

describe('the table of defects', () => {
  const args = ['defects', 'fork-inherits-mm-pasid', '--seeds', '2'];

  it('is Markdown if that is asked', () => {
    const { code, out, err } = run(...args, '--md');
    const [heading, ruler, row, ...rest] = out.split('\n');
    expect([code, err, rest]).toEqual([0, '', ['']]);
    expect(heading).toMatch(
      /^\| defect \| found \| .* \| optimum \| grade \| as short \| texts \|$/,
    );
    expect(ruler).toMatch(/^\| --- (\| ---: )+\|$/);
    expect(row).toMatch(/^\| fork-inherits-mm-pasid \| 2\/2 \| .* \| 2 \| proven \| 2\/2 \| 1 \|$/);
    expect(new Set([heading, ruler, row].map((line) => line!.split('|').length)).size).toBe(1);
  });

  it('is aligned text otherwise, with what the ranges mean', () => {
    const { code, out, err } = run(...args);
    const [heading, row] = out.split('\n');
    expect(code).toBe(0);
    expect(heading!.length).toBe(row!.length);
    expect(row).toMatch(/^fork-inherits-mm-pasid +2\/2 .* proven +2\/2 +1$/);
    expect(err).toContain('median, 99th percentile and maximum');
  });
});

describe('explore', () => {
  const rc1 = ['explore', '--kernel', 'linux-5.18-rc1'];

  it('finds nothing on the reference, says how far it looked and exits with 0', () => {
    const { code, out } = run('explore', '--depth', '3', '--out', fresh('explored'));
    expect(code).toBe(0);
    expect(out).toMatch(/^reference, world sva-small \(2 processes, 1 device, 3 files, 2 PASIDs\)/);
    expect(out).toMatch(/^ +3 +100 +162 +1\.6 times as many$/m);
    expect(out).toContain('no law is broken in any trace of up to 3 commands\n');
  });

  it('finds what is broken, stores it with its certificate and exits with 1', () => {
    const folderOf = fresh('explored-rc1');
    const { code, out } = run(...rc1, '--depth', '3', '--out', folderOf);
    expect(code).toBe(1);
    expect(out).toContain('BROKEN; the shortest way:\n  2 more with --all');
    expect(out).toMatch(/^length +2 commands; proven shortest$/m);
    const [name] = readdirSync(folderOf);
    const trace = JSON.parse(readFileSync(join(folderOf, name!), 'utf8')) as object;
    expect(trace).toMatchObject({ grade: 'proven shortest', certificate: { commands: 1 } });
  });

  it('prints JSON lines and nothing else: what was explored, then each finding', () => {
    const { code, out } = run(...rc1, '--depth', '2', '--all', '--json', '--out', fresh('all'));
    const [explored, ...findings] = jsonLines(out);
    expect(code).toBe(1);
    expect(explored).toMatchObject({ kind: 'explored', levels: [1, 5, 20], complete: 2 });
    expect(findings.length).toBe((explored!['broken'] as unknown[]).length);
    expect(findings.length).toBeGreaterThan(2);
    expect(new Set(findings.map((line) => line['kind']))).toEqual(new Set(['finding']));
  });

  it('tells the first only, unless all are asked for', () => {
    const { out } = run(...rc1, '--depth', '3', '--json', '--out', fresh('one'));
    expect(jsonLines(out).map((line) => line['kind'])).toEqual(['explored', 'finding']);
  });

  it('looks for one law only if that is asked', () => {
    const args = ['--depth', '4', '--law', 'pasid-uniqueness', '--json', '--out', fresh('law')];
    const [explored] = jsonLines(run(...rc1, ...args).out);
    expect(explored!['broken']).toEqual([
      { law: 'pasid-uniqueness', place: 'handed out while held', commands: 4 },
    ]);
  });

  it('does not fail for what a release is known for', () => {
    const args = ['--kernel', 'linux-5.18', '--depth', '4', '--all', '--json'];
    const { code, out } = run('explore', ...args, '--out', fresh('known-explored'));
    const findings = jsonLines(out).slice(1);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every((line) => line['known'] === true)).toBe(true);
    expect(code).toBe(0);
  });

  it('ends with its budget, and says so', () => {
    const states = run('explore', '--states', '30', '--out', fresh('few'));
    expect(states.out).toMatch(/^ +3 +16  so far: the budget ended here$/m);
    expect(states.out).toContain('no law is broken in any trace of up to 2 commands');
  });
});

describe('certify', () => {
  const folderOf = fresh('certified');
  const daemon = (): string => {
    const args = ['--kernel', 'linux-5.18-rc1', '--depth', '4', '--out', folderOf];
    run('explore', ...args, '--law', 'pasid-stability');
    return join(folderOf, readdirSync(folderOf)[0]!);
  };

  it('holds for what explore found', () => {
    const { code, out } = run('certify', daemon());
    expect(out).toMatch(
      /: the certificate holds\n .* commands break it, no trace of up to \d does\n/,
    );
    expect(code).toBe(0);
  });

  it('is refused, with the reason, where a number was changed', () => {
    const changed = fresh('changed.json');
    writeFileSync(changed, readFileSync(daemon(), 'utf8').replace(/("states": ?)\d/, '$19'));
    const { code, out } = run('certify', changed);
    expect(out).toMatch(/changed.json: the certificate is REFUSED\n {2}its levels add up to /);
    expect(code).toBe(1);
    const { code: again, out: json } = run('certify', changed, '--json');
    expect([again, jsonLines(json)]).toEqual([
      1,
      [expect.objectContaining({ kind: 'certificate', verdict: 'refused' })],
    ]);
  });

  it('is refused where the world is called like one with other bounds', () => {
    const renamed = fresh('renamed.json');
    const text = readFileSync(daemon(), 'utf8');
    writeFileSync(renamed, text.replace('"sva-small"', '"sva-keep-on-exec"'));
    const { code, out } = run('certify', renamed);
    expect(out).toContain('the world sva-keep-on-exec has other bounds: 3 processes');
    expect(code).toBe(1);
  });

  it('is no more believed than a grade without it, where a command can be left out', () => {
    const padded = fresh('padded.json');
    const { certificate: _, ...file } = JSON.parse(readFileSync(daemon(), 'utf8')) as {
      certificate: unknown;
      steps: unknown[];
    };
    writeFileSync(padded, JSON.stringify({ ...file, steps: [{ kind: 'gp' }, ...file.steps] }));
    expect(run('replay', padded).out).toMatch(/^length +\d commands; as given$/m);
  });

  it('is not told by replay where it contradicts the trace', () => {
    const longer = fresh('longer.json');
    const text = readFileSync(daemon(), 'utf8');
    writeFileSync(longer, text.replace('"steps": [', '"steps": [\n    {"kind":"gp"},'));
    const { out } = run('replay', longer);
    expect(out).toContain('as given');
    expect(out).not.toContain('proof');
  });

  it('prints one JSON line', () => {
    const { code, out, err } = run('certify', daemon(), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({ kind: 'certificate', verdict: 'holds', because: [] }),
    ]);
  });

  it.each<[string, () => string, RegExp]>([
    ['has no certificate', () => stored(() => undefined), /has no certificate; expected a finding/],
    ['is not there', () => '/nowhere.json', /cannot read "\/nowhere.json" \(ENOENT\)/],
    ['is no trace', () => stored((t) => (t['format'] = 'junit')), /format is "junit", expected /],
  ])('a file that %s gets one line and exit code 2', (_what, file, message) => {
    const { code, out, err } = run('certify', file());
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });
});

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
      /unknown format "pdf"; did you mean "md"\?/,
    ],
  ];
  it.each(table)('%s', (_what, args, message) => {
    const { code, out, err } = run(...args);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  const traces: [string, (trace: Record<string, unknown>) => void, RegExp][] = [
    [
      'another format version',
      (t) => (t['version'] = 2),
      /format version 2, but this pasidcheck reads version 1/,
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
      (t) => ((t['world'] as Record<string, unknown>)['pasids'] = 1e9),
      /world.pasids is 1000000000, .*30/,
    ],
    [
      'a law that nobody knows',
      (t) => (t['violates'] = { law: 'isolaton', place: 'x' }),
      /violates.law: unknown law "isolaton"; did you mean "isolation"\?/,
    ],
    [
      'a kernel that nobody knows',
      (t) => (t['kernel'] = 'linux-5.19'),
      /unknown kernel "linux-5.19"; did you mean /,
    ],
    [
      'a name made twice',
      (t) => (t['steps'] as unknown[]).push((t['steps'] as unknown[])[0]),
      /step 3 \(open\): file f0 is made a second time/,
    ],
  ];
  it.each(traces)('%s in a trace', (_what, change, message) => {
    const { code, out, err } = run('replay', stored(change));
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('an --out where nothing can be made', () => {
    const { code, err } = run('check', '--out', '/proc/nothing/x');
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
    const { code, err } = run('replay', file);
    expect(err).toMatch(/cut.json: not JSON \(.*\); is it cut off\?/);
    expect(code).toBe(2);
  });
});
