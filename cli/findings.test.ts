import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Corpus } from '../campaign/corpus.ts';
import type { Finding } from '../checker/finding.ts';
import { findKernel } from '../defects/kernels.ts';
import { findWorld } from '../model/worlds.ts';
import { parseSteps } from '../model/linux.ts';
import { jsonLines, workplace } from '../testing/cli.ts';
import type { Console } from './console.ts';
import { Findings } from './findings.ts';

const { fresh } = workplace();
const world = findWorld('sva');
const kernel = findKernel('linux-5.18');

const finding = (lines: readonly string[], grade: Finding['grade']): Finding => ({
  law: 'answers-conform',
  place: { command: 'mmap', answer: 'EEXIST' },
  witness: 'mmap answered EEXIST. Admitted: success.',
  kernel: kernel.name,
  trace: { world, steps: parseSteps(...lines) },
  grade,
  provenance: undefined,
});

const shortest = ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'munmap p0 f0 mmio', 'mmap p0 f0 mmio'];
const long = finding(['gp', ...shortest], 'shrunk in part');
const better = finding(shortest, 'no single deletion helps');
const proven = finding(shortest, 'proven shortest');

/** Findings that go to a folder, with what is printed. */
function findings(folder: string, isJson = false) {
  let out = '';
  let notes = '';
  const console: Console = {
    print: (text) => void (out += text),
    note: (text) => void (notes += `${text}\n`),
    err: { write: () => undefined },
    input: () => new Uint8Array(),
    width: 100,
    colour: false,
    now: () => 0,
    newSeed: () => 1,
    date: () => '2022-04-29T12:00:00.000Z',
    isStopped: () => false,
    self: 'pasidcheck',
  };
  const all = new Findings(new Corpus(folder), world, isJson, console);
  return { all, out: () => out, notes: () => notes };
}

describe('a finding that is told', () => {
  it('is stored and reported', () => {
    const folder = fresh('told');
    const { all, out } = findings(folder);
    all.tell(proven, { kernel, isKnown: false });
    expect(readdirSync(folder).length).toBe(1);
    expect(out()).toMatch(/^Law broken: .*linux-5\.18/);
    expect(out()).toContain(`replay ${folder}`);
  });

  it('is a few lines if the kernel is known for it, that look different', () => {
    const { all, out } = findings(fresh('known'));
    all.tell(proven, { kernel, isKnown: true });
    expect(out()).toMatch(
      /^Known mistake of linux-5\.18: uacce-close-keeps-region: .*\n {2}answers-conform: mmap: EEXIST; 4 commands, proven shortest\n {2}pasidcheck report .*\n\n$/,
    );
  });
});

describe('a finding that is told again', () => {
  it('takes the place of the longer trace, and is reported anew', () => {
    const folder = fresh('again');
    const { all, out } = findings(folder);
    all.tell(long, { kernel, isKnown: false });
    all.tell(better, { kernel, isKnown: false, was: long });
    expect(readdirSync(folder).length).toBe(1);
    expect(out()).toContain('A simpler trace for answers-conform, mmap: EEXIST:');
    const [file] = readdirSync(folder);
    expect(readFileSync(`${folder}/${file}`, 'utf8')).not.toContain('"gp"');
  });

  it('is one line if only the grade is better, and nothing if it is the same', () => {
    const { all, out } = findings(fresh('grade'));
    all.tell(better, { kernel, isKnown: false });
    const before = out();
    all.tell(proven, { kernel, isKnown: false, was: better });
    expect(out().slice(before.length)).toMatch(
      /^Now proven shortest: answers-conform, mmap: EEXIST, 4 commands: .*\.json\n\n$/,
    );
    const then = out();
    all.tell(proven, { kernel, isKnown: false, was: proven });
    expect(out()).toBe(then);
  });

  it('is a line of its own as JSON', () => {
    const { all, out } = findings(fresh('json'), true);
    all.tell(long, { kernel, isKnown: false });
    all.tell(better, { kernel, isKnown: false, was: long });
    expect(jsonLines(out()).map((line) => [line['again'], line['length']])).toEqual([
      [undefined, 5],
      [true, 4],
    ]);
  });
});

/** A folder that is there in the beginning, and then becomes a file. */
function lost(name: string, isJson = false) {
  const folder = fresh(name);
  mkdirSync(folder);
  const told = findings(folder, isJson);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  chmodSync(folder, 0o444);
  return told;
}

describe('where findings cannot be stored', () => {
  it('they are told whole, without a file that is not there, and it is said once', () => {
    const { all, out, notes } = lost('lost');
    all.tell(long, { kernel, isKnown: false });
    all.tell(proven, { kernel, isKnown: true });
    expect(out()).toContain('Law broken: ');
    expect(out()).toContain('Known mistake of linux-5.18');
    expect(out()).not.toMatch(/replay|report |\.json/);
    expect(notes()).toMatch(/^pasidcheck: cannot write .*; findings are shown and not stored\n$/);
  });

  it('JSON names no file', () => {
    const { all, out } = lost('lost-json', true);
    all.tell(long, { kernel, isKnown: false });
    expect(jsonLines(out())[0]!['file']).toBeNull();
  });
});
