import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findKernel } from '../defects/kernels.ts';
import { findWorld } from '../model/worlds.ts';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';
import { orderFor } from './explore.ts';

const { fresh } = workplace();

describe('explore', () => {
  it('refuses an overlap of one command, and overlaps with failing allocations', () => {
    expect(runCli('explore', '--interleave', '1')).toMatchObject({ code: 2 });
    expect(runCli('explore', '--interleave', '--faults')).toMatchObject({ code: 2 });
    expect(runCli('explore', '--unreduced')).toMatchObject({ code: 2 });
  });

  it('shows the shortest race of the reference with a defect, and that it is proven', () => {
    const { code, out } = runCli(
      'explore',
      '--kernel',
      'uacce-open-remove-race',
      '--world',
      'sva-tiny',
      '--depth',
      '2',
      '--interleave',
      '--out',
      fresh('race'),
    );
    expect(code).toBe(1);
    expect(out).toContain('up to 3 commands overlap');
    expect(out).toContain('2 commands in 3 steps, 1 of which resumes a command; proven shortest');
    expect(out).toContain('a command is suspended once');
  });

  const rc1 = ['explore', '--kernel', 'linux-5.18-rc1'];

  it('finds nothing on the reference, says how far it looked and exits with 0', () => {
    const { code, out } = runCli('explore', '--depth', '3', '--out', fresh('explored'));
    expect(code).toBe(0);
    expect(out).toMatch(/^reference, world sva-small \(2 processes, 1 device, 3 files, 2 PASIDs\)/);
    expect(out).toMatch(/^ +3 +120 +214 +1\.8 times as many$/m);
    expect(out).toContain('no law is broken in any trace of up to 3 commands\n');
  });

  it('finds what is broken, stores it with its certificate and exits with 1', () => {
    const folderOf = fresh('explored-rc1');
    const { code, out } = runCli(...rc1, '--depth', '3', '--out', folderOf);
    expect(code).toBe(1);
    expect(out).toContain('BROKEN: the shortest trace is below\n  --all shows 2 more');
    expect(out).toMatch(/^length +2 commands; proven shortest$/m);
    const [name] = readdirSync(folderOf);
    const trace = JSON.parse(readFileSync(join(folderOf, name!), 'utf8')) as object;
    expect(trace).toMatchObject({ grade: 'proven shortest', certificate: { commands: 1 } });
  });

  it('prints JSON lines and nothing else: what was explored, then each finding', () => {
    const { code, out } = runCli(...rc1, '--depth', '2', '--all', '--json', '--out', fresh('all'));
    const [explored, ...findings] = jsonLines(out);
    expect(code).toBe(1);
    expect(explored).toMatchObject({ kind: 'explored', levels: [1, 6, 24], complete: 2 });
    expect(findings.length).toBe((explored!['broken'] as unknown[]).length);
    expect(findings.length).toBeGreaterThan(2);
    expect(new Set(findings.map((line) => line['kind']))).toEqual(new Set(['finding']));
  });

  it('tells the first only, unless all are asked for', () => {
    const { out } = runCli(...rc1, '--depth', '3', '--json', '--out', fresh('one'));
    expect(jsonLines(out).map((line) => line['kind'])).toEqual(['explored', 'finding']);
  });

  it('looks for one law only if that is asked', () => {
    const args = ['--depth', '4', '--law', 'pasid-uniqueness', '--json', '--out', fresh('law')];
    const [explored] = jsonLines(runCli(...rc1, ...args).out);
    expect(explored!['broken']).toEqual([
      { law: 'pasid-uniqueness', place: { clause: 'handed out while held' }, commands: 4 },
    ]);
  });

  it('does not fail for what a release is known for', () => {
    const args = ['--kernel', 'linux-5.18', '--depth', '4', '--all', '--json'];
    const { code, out } = runCli('explore', ...args, '--out', fresh('known-explored'));
    const findings = jsonLines(out).slice(1);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every((line) => line['known'] === true)).toBe(true);
    expect(code).toBe(0);
  });

  it('ends with its budget, and says so', () => {
    const states = runCli('explore', '--states', '40', '--out', fresh('few'));
    expect(states.out).toMatch(/^ +3 +17  so far: the budget ended here$/m);
    expect(states.out).toContain('no law is broken in any trace of up to 2 commands');
  });

  it.each([undefined, 3])('orders what JSON can carry, with overlap %s', (interleave) => {
    const options = { depth: 8, states: 1000, faults: false, unreduced: false, all: false };
    const order = orderFor(
      findKernel('linux-5.18+allocLock=mutex'),
      findWorld('sva-small'),
      'names',
      { ...options, interleave, law: undefined },
    );
    expect(JSON.parse(JSON.stringify(order))).toStrictEqual(order);
  });
});
