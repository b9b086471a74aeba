import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Addition, additions } from './newcomer/edits.ts';

/**
 * Follows CONTRIBUTING for a new domain, command, law, pass, defect and release in a copy of the tree: only new files and
 * the named lists change, and no more lines of these than recorded.
 */
const base = mkdtempSync(join(tmpdir(), 'pasidcheck-newcomer-'));
afterAll(() => rmSync(base, { recursive: true }));

/** The lists that name a domain, a command, a law, a pass, a defect and a release. */
const lists = new Set([
  'model/domains.ts',
  'model/order.ts',
  'model/process/commands/index.ts',
  'properties/laws/index.ts',
  'properties/goals/rooms.ts',
  'defects/index.ts',
  'implementation/kernel/kernel.ts',
  'implementation/kernel/calls/process/index.ts',
  'implementation/versions/index.ts',
  'shrinkers/passes/index.ts',
]);

describe('a newcomer adds', () => {
  it.each(additions)('a $name: new files, and $most lines in lists', (addition) => {
    const tree = copyWith(addition);
    const changed = changes(tree);
    const total = changed.reduce((sum, { added }) => sum + added, 0);
    console.log(tableOf(addition, total, changed));
    expect(changed.map(({ file }) => file).filter((file) => !lists.has(file))).toEqual([]);
    expect(total).toBeLessThanOrEqual(addition.most);
    expect(run(tree, 'node_modules/.bin/tsc').text).toBe('');
    if (addition.name === 'domain') worksIn(tree);
  });
});

/** The defect of the new domain is found and shrunk, and the reference holds and reaches all goals. */
function worksIn(tree: string): void {
  const check = (...args: readonly string[]) =>
    run(tree, 'node', 'bin/pasidcheck.js', 'check', '--runs', '500', ...args);
  const found = check('--kernel', 'eventfd-keeps-count');
  expect(found.status).toBe(1);
  expect(found.text).toContain('events is 1, not 0');
  expect(found.text).toContain('2 commands; proven shortest');
  const held = check('--kernel', 'reference', '--world', 'eventfd');
  expect(held.status).toBe(0);
  expect(held.text).toContain('no law was broken');
  expect(held.text).toMatch(/goals reached: (\d+) of \1\b/);
}

/** A copy of the sources with the addition; the files before it are committed. */
function copyWith({ name, edits }: Addition): string {
  const tree = join(base, name);
  const from = resolve('.');
  const left = new Set(
    ['node_modules', '.git', 'dist', 'out', 'findings'].map((f) => join(from, f)),
  );
  cpSync(from, tree, { recursive: true, filter: (path) => !left.has(path) });
  symlinkSync(join(from, 'node_modules'), join(tree, 'node_modules'));
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: tree });
  git('init', '--quiet');
  git('add', '--all', '--', '.', ':!node_modules');
  const own = join('testing', 'newcomer', name);
  for (const path of readdirSync(own, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.txt')) continue;
    const target = join(tree, path.slice(0, -'.txt'.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(join(own, path)), { flag: 'wx' });
  }
  for (const { file, at, replaces, lines } of edits) {
    const all = readFileSync(join(tree, file), 'utf8').split('\n');
    const line = all.findIndex((text) => text.startsWith(at));
    expect(line, `${file} has no line that begins with ${at}`).toBeGreaterThanOrEqual(0);
    if (replaces) all.splice(line, 1, ...lines);
    else all.splice(line + 1, 0, ...lines);
    writeFileSync(join(tree, file), all.join('\n'));
  }
  return tree;
}

/** The changed files, with the number of new or changed lines. */
function changes(tree: string): { file: string; added: number }[] {
  return execFileSync('git', ['diff', '--numstat'], { cwd: tree, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([added, , file]) => ({ file: file!, added: Number(added) }));
}

function tableOf({ name }: Addition, total: number, changed: ReturnType<typeof changes>): string {
  const rows = changed.map(({ file, added }) => `  ${String(added).padStart(2)}  ${file}`);
  return [`${name}: ${total} lines outside of its own files`, ...rows].join('\n');
}

function run(cwd: string, command: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}
