import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ran, runWith, workplace } from '../testing/cli.ts';

const { fresh } = workplace();

/** What somebody may give the program by mistake, by accident or on purpose, and what is none of it right. */
interface Given {
  readonly what: string;
  readonly args: readonly string[];
  readonly input?: string | Uint8Array;
}

const long = (n: number): string => 'x'.repeat(n);
const deep = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`;

/** Words that are no name of anything, some of them hostile. */
const junk = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '-',
    '--',
    '0',
    '-1',
    'NaN',
    'null',
    '../../etc/passwd',
    '\u001B[2J',
    '\u202Egnp.exe',
    '\uFEFF',
    '\u0000',
    'ünïcödé',
    '日本語',
    '🙂',
    '%s%n',
    '$(reboot)',
    '`id`',
    "'",
    '"',
    '\\',
    'linux',
    'kernel world sva',
    'sva sva',
    long(1000),
    long(100_000),
    `${long(50_000)} ${long(50_000)}`,
    'a b '.repeat(25_000),
  ),
  fc
    .string({ minLength: 3, maxLength: 40, unit: 'binary' })
    .filter((s) => s.trim().length > 2)
    .map((s) => `?${s}`),
);

/** As an argument it must not look like an option. */
const argument = junk.filter((s) => !s.startsWith('-') && !s.includes('\u0000'));

const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(null, [], {}, '', -1, 1e9, 1.5, true, long(100_000), 'NaN', [[[[]]]], {
    a: { b: { c: { d: 1 } } },
  }),
  junk,
);

const validJson = {
  format: 'pasidcheck-trace',
  version: 1,
  kernel: 'reference',
  world: { name: 'w', says: '', processes: 3, devices: 1, files: 3, pasids: 3, closeOnExec: true },
  steps: [
    { kind: 'open', process: 'p0', device: 'd0', file: 'f0' },
    { kind: 'close', process: 'p0', file: 'f0' },
    { kind: 'exit', process: 'p0' },
  ],
};

/** Ways to a value in it that has no right value but a few; what may be free text is not among them. */
const places = [
  ['format'],
  ['version'],
  ['kernel'],
  ['world'],
  ['steps'],
  ['world', 'processes'],
  ['world', 'devices'],
  ['world', 'pasids'],
  ['world', 'closeOnExec'],
  ['steps', 0],
  ['steps', 1],
  ['steps', 0, 'kind'],
  ['steps', 0, 'process'],
  ['steps', 0, 'file'],
  ['steps', 1, 'file'],
  ['steps', 2, 'process'],
] as const;

function changed(path: readonly (string | number)[], value: unknown): string {
  const copy = structuredClone(validJson) as unknown as Record<string | number, unknown>;
  let at: Record<string | number, unknown> = copy;
  for (const key of path.slice(0, -1)) at = at[key] as typeof at;
  at[path.at(-1)!] = value;
  return JSON.stringify(copy);
}

const whole = JSON.stringify(validJson);
/** What is right at some place of the trace above, however odd. */
const right: ReadonlySet<unknown> = new Set([true]);

const badJson: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...places), hostileValue)
    .filter(([, value]) => !right.has(value))
    .map(([path, value]) => changed(path, value)),
  fc
    .tuple(fc.constantFrom(...places), fc.constantFrom(5000, 50_000))
    .map(([path, n]) => changed(path, '@').replace('"@"', () => deep(n))),
  fc.nat(whole.length - 2).map((n) => whole.slice(0, n + 1)),
  fc
    .constantFrom('kernal', 'Steps', 'constructor', long(1000))
    .map((key) => `{"${key}":1,${whole.slice(1)}`),
  fc
    .nat(whole.length - 1)
    .map((n) =>
      Buffer.concat([
        Buffer.from(whole.slice(0, n)),
        Buffer.from([0xff, 0xc0]),
        Buffer.from(whole.slice(n)),
      ]),
    ),
  fc.constantFrom(5000, 50_000).map((n) => `{"a":${deep(n)}}`),
  fc.constantFrom(99, 5, 999_999_999).map((n) => whole.replaceAll('"f0"', `"f${n + 3}"`)),
);

const lines = [
  'reference   world sva',
  'open p0 d0 -> f0',
  'fork p0 -> p1',
  'close p1 f0',
  'exit p1',
];
const withLine = (at: number, line: string): string =>
  [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');

const badText: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), junk)
    .map(([at, word]) => withLine(at, `close ${word} f0`)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(
        'opne p0',
        'f0',
        'close p0',
        'close p0 f0 f0',
        'open p0 d9 -> f7',
        'open p0 d0 -> f99',
        'fork p0 -> p30',
        'bind p0 f0 -> h99',
        '3 gp',
        'gp [stops at',
        'gp [allocation 0 fails]',
        'gp [stops at nowhere]',
        'gp\u0000',
        '\u001B[2J',
        'world sva',
        '- gp',
        '> gp',
      ),
    )
    .map(([at, line]) => withLine(at, line)),
  junk.map((word) => `reference   world ${word}\n${lines.slice(1).join('\n')}`),
  junk.map((word) => `${word} reference world sva\ngp`),
  fc
    .constantFrom(
      'sva,processes=0',
      'sva,processes=9',
      'sva,proces=1',
      'sva,',
      'sva,limits=1',
      'vfio,limits=9',
      `sva,name=${long(500)}`,
    )
    .map((world) => `reference world ${world}\ngp`),
  fc.constantFrom(
    '',
    '\n\n',
    '#',
    'reference world sva',
    'world sva\ngp',
    'linux-9.9 world sva\ngp',
    'reference world vfio\nopen p0 d0 -> f0',
  ),
  fc
    .integer({ min: 1, max: lines.join('\n').length })
    .map((n) =>
      Buffer.concat([Buffer.from(lines.join('\n').slice(0, n)), Buffer.from([0xe4, 0x20])]),
    ),
);

const given: fc.Arbitrary<Given> = fc.oneof(
  {
    weight: 5,
    arbitrary: badJson.map((input): Given => ({ what: 'JSON', args: ['replay', '-'], input })),
  },
  {
    weight: 5,
    arbitrary: badText.map((input): Given => ({ what: 'text', args: ['replay', '-'], input })),
  },
  {
    weight: 1,
    arbitrary: badText.map((input): Given => ({
      what: 'text',
      args: ['report', '-', '--format', 'trace'],
      input,
    })),
  },
  {
    weight: 1,
    arbitrary: badJson.map((input): Given => ({ what: 'JSON', args: ['certify', '-'], input })),
  },
  {
    weight: 1,
    arbitrary: argument.map((word): Given => ({
      what: 'kernel',
      args: ['replay', '-', '--kernel', word],
      input: lines.join('\n'),
    })),
  },
  {
    weight: 1,
    arbitrary: argument.map((word): Given => ({
      what: 'switch',
      args: ['replay', '-', '--switch', `pasidFreeAt=${word}`],
      input: lines.join('\n'),
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ['check', '--kernel'],
          ['check', '--world'],
          ['check', '--law'],
          ['check', '--time'],
          ['check', '--runs'],
          ['check', '--seed'],
          ['check', '--switch'],
          ['explore', '--world'],
          ['explore', '--depth'],
          ['explore', '--symmetry'],
          ['list'],
          ['oracle'],
          ['defects'],
          ['list', 'worlds', '--width'],
          ['report', 'corpus/scenario-both.json', '--format'],
          [],
        ),
        argument,
      )
      .map(([args, word]): Given => ({ what: args.join(' '), args: [...args, word] }))
      // These are right after all.
      .filter(({ args }) => !(args[1] === '--seed' && ['0', '-1'].includes(args[2]!))),
  },
);

function expectComplaint({ code, out, err }: Ran): void {
  expect(err).toMatch(/^pasidcheck: /);
  expect(err).not.toMatch(/internal error|\n {4}at /);
  const told = err.trimEnd().split('\n');
  expect(told.length).toBeLessThanOrEqual(3);
  for (const line of told) expect(line.length).toBeLessThanOrEqual(200);
  expect(err.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect({ code, out }).toEqual({ code: 2, out: '' });
}

describe('bad input gets at most 3 lines of at most 200 characters, and exit code 2', () => {
  const all = fc.sample(given, { seed: 12, numRuns: 300 });

  it.each(all.map((one, i) => ({ ...one, number: i + 1 })))(
    '$number: $what',
    ({ args, input = '' }) => {
      expectComplaint(runWith(input, ...args));
    },
  );

  it('in many ways', () => {
    expect(new Set(all.map(({ what }) => what)).size).toBeGreaterThan(15);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBeGreaterThan(250);
  });
});

/** Kilobytes, at most. */
const MEMORY_MAX = 500_000;
/** A second or two is what it takes: only a hang meets this. */
const HANG_MS = 60_000;

/** At its end, how much memory it took, in kilobytes. */
const tellMemory =
  'process.on("exit", () => process.stderr.write("\\nmaxRSS " + process.resourceUsage().maxRSS))';

/** The program as a process of its own. @param input - `undefined`: standard input has no end */
function spawned(args: readonly string[], input: string | undefined): Ran & { memory: number } {
  const node = [process.execPath, '--import', 'tsx', `--import=data:text/javascript,${tellMemory}`];
  const command = [...node, 'cli/main.ts', ...args];
  const [first = '', ...rest] =
    input === undefined ? ['/bin/sh', '-c', 'yes gp | "$@"', 'sh', ...command] : command;
  const { status, stdout, stderr } = spawnSync(first, rest, {
    ...(input !== undefined && { input }),
    encoding: 'utf8',
    timeout: HANG_MS,
  });
  const [, err = '', memory = 'NaN'] = /^([\s\S]*)\nmaxRSS (\d+)$/.exec(stderr) ?? [];
  return { code: status ?? -1, out: stdout, err, memory: Number(memory) };
}

describe('a process that is given what has no end, or is no file, ends', () => {
  it.each<[string, () => readonly string[], string | undefined]>([
    ['a pipe that nobody writes to', () => ['replay', pipe()], ''],
    ['/dev/zero', () => ['replay', '/dev/zero'], ''],
    ['/dev/zero as a world', () => ['check', '--world', '/dev/zero'], ''],
    ['standard input without end', () => ['replay', '-'], undefined],
    ['nothing', () => ['replay', '-'], ''],
    ['an empty folder', () => ['certify', folder()], ''],
    ['a file nested two million deep', () => ['report', large()], ''],
    [
      'a step nested 50,000 deep',
      () => ['replay', '-'],
      changed(['steps', 1], '@').replace('"@"', () => deep(50_000)),
    ],
  ])(
    '%s',
    (_what, args, input) => {
      const ran = spawned(args(), input);
      expectComplaint(ran);
      expect(ran.memory).toBeLessThan(MEMORY_MAX);
    },
    2 * HANG_MS,
  );
});

function pipe(): string {
  const path = fresh('pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

function folder(): string {
  const path = fresh('folder');
  mkdirSync(path);
  return path;
}

function large(): string {
  const path = fresh('large.json');
  writeFileSync(path, `{"steps":${deep(1_900_000)}}`);
  return path;
}
