import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objections } from '../campaign/admission.ts';
import { readFolder } from '../campaign/corpus.ts';
import { changedStep, elsewhere, jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh, stored } = workplace();

/** Adds a trace to a corpus of its own. */
function add(file: string, corpus: string) {
  return runCli('corpus', 'add', file, '--out', corpus);
}

const asGiven = () => stored(() => undefined);

describe('corpus add', () => {
  it('makes a finding part of the corpus, with its certificate, and says so', () => {
    const corpus = fresh('one');
    const file = asGiven();
    const { code, out, err } = add(file, corpus);
    expect([code, err]).toEqual([0, '']);
    const { file: kept, stored: added } = readFolder(corpus).traces[0]!;
    expect(out).toMatch(/^added (.*)\n {2}from (.*): [a-z-]+ \(.*\) on linux-5.18-rc1, world w\n/);
    expect(out).toContain(`added ${kept}\n  from ${file}: `);
    expect(out).toContain(
      `2 commands; proven shortest, with a certificate of ${added.certificate!.states} states\n`,
    );
    expect(objections(added)).toEqual([]);
  });

  it('leaves the file that was given as it was', () => {
    const file = asGiven();
    const before = readFileSync(file, 'utf8');
    add(file, fresh('left'));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('takes what comes behind the break away', () => {
    const corpus = fresh('cut');
    add(
      stored((t) => (t['steps'] as unknown[]).push({ kind: 'gp' })),
      corpus,
    );
    expect(readFolder(corpus).traces[0]!.stored.trace.steps).toHaveLength(2);
  });

  it('keeps a finding in which an allocation fails: it has no certificate', () => {
    const corpus = fresh('fails');
    const failing = stored((t) => {
      t['kernel'] = 'uacce-open-unwind-keeps-bond';
      (t['steps'] as Record<string, unknown>[])[0]!['fails'] = 9;
    });
    expect(add(failing, corpus).out).toMatch(/^ {2}2 commands; as given$/m);
    const added = readFolder(corpus).traces[0]!.stored;
    expect(added.certificate).toBe(undefined);
    expect(objections(added)).toEqual([]);
  });

  const refused: [string, () => string, RegExp][] = [
    ['is not there', () => '/nowhere.json', /cannot read "\/nowhere.json" \(ENOENT\)/],
    ['is no stored trace', () => stored((t) => (t['format'] = 'x')), /format is "x", expected /],
    [
      'names no kernel',
      () => stored((t) => delete t['kernel']),
      /trace-\d+.json: names no kernel; expected "kernel" \(see: list kernels\)$/m,
    ],
    [
      'names a kernel that nobody knows',
      () => stored((t) => (t['kernel'] = 'linux-5.19')),
      /unknown kernel "linux-5.19"; did you mean /,
    ],
    [
      'breaks nothing',
      () => stored((t) => (t['kernel'] = 'linux-5.18')),
      /breaks no law on linux-5.18; expected a finding \(see: replay\)$/m,
    ],
    [
      'breaks another law than it says',
      () => stored((t) => (t['violates'] = { law: 'liveness', place: { clause: 'x' } })),
      /breaks no liveness \(x\) on linux-5.18-rc1; expected a finding/,
    ],
    [
      'is not the shortest',
      () => stored((t) => (t['steps'] as unknown[]).splice(1, 0, { kind: 'gp' })),
      /fewer than its 3 commands break [a-z-]+ \(.*\) on\s+linux-5.18-rc1; expected the shortest/,
    ],
    [
      'stops where its kernel has no point',
      () => stored(changedStep(1, { stops: 'exit' })),
      /step 2: stops is "exit", expected a point of linux-5.18-rc1/,
    ],
  ];
  it.each(refused)('refuses a file that %s, and makes no corpus', (_what, file, why) => {
    const corpus = fresh('refused');
    const { code, out, err } = add(file(), corpus);
    expect(err).toMatch(why);
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    expect(() => readdirSync(corpus)).toThrow('ENOENT');
  });

  it('refuses what is there already, by whatever name it comes', () => {
    const corpus = fresh('twice');
    add(asGiven(), corpus);
    const [name] = readdirSync(corpus) as [string];
    const { code, err } = add(asGiven(), corpus);
    expect(code).toBe(2);
    expect(err).toMatch(/trace-\d+.json: already in the corpus, as \S+\n$/);
    expect(err).toContain(join(corpus, name));
    expect(readdirSync(corpus)).toEqual([name]);
  });
});

describe('a stored trace is found by its name', () => {
  const name = readdirSync('corpus').find((n) => n.startsWith('no-reuse-while-referenced-'))!;

  it.each([name, name.replace(/\.json$/, '')])('%s by replay, report and certify', (given) => {
    const [replayed, reported, certified] = ['replay', 'report', 'certify'].map((subcommand) =>
      elsewhere(() => runCli(subcommand, given)),
    );
    expect(replayed!.out).toContain(`corpus/${name} on linux-5.18-rc1: `);
    expect(reported!.code).toBe(0);
    expect(certified!.out).toContain(`corpus/${name}: the certificate holds`);
  });

  it.each(['replay', 'report', 'certify'])('or %s says which is the nearest', (subcommand) => {
    const { code, err } = runCli(subcommand, `x${name}`);
    expect(code).toBe(2);
    expect(err).toMatch(/expected a stored trace, here or in findings\/ or corpus\//);
    expect(err).toContain(`did you mean "${name}"?`);
  });
});

describe('check and explore', () => {
  it('store in findings/, unless they are told otherwise', () => {
    for (const subcommand of ['check', 'explore'])
      expect(runCli(subcommand, '--help').out).toMatch(/--out <folder> +where .*"findings"/);
  });

  it.each([
    ['the corpus', 'sva', false, true],
    ['the findings', 'sva-tiny', true, true],
    ['neither, where neither has a trace of the world', 'sva-tiny', false, false],
  ])('with --faults, check sweeps %s before it draws', (_what, world, isStored, isSwept) => {
    const out = fresh(`sweeps-${world}-${isStored}`);
    mkdirSync(out);
    const named = (t: Record<string, unknown>): void => {
      t['world'] = { ...(t['world'] as object), name: world };
    };
    if (isStored) copyFileSync(stored(named), join(out, 'a.json'));
    // What is stored has four commands at most, one of which fails and may be tried again. The stored trace has more than
    // eight allocations, so that nothing is drawn here; what is drawn is longer.
    const few = ['--faults', '--runs', '8', '--seed', '1', '--json'];
    const [summary] = jsonLines(runCli('check', '--world', world, ...few, '--out', out).out);
    expect((summary!['commands'] as number) <= 8 * 5).toBe(isSwept);
  });
});
