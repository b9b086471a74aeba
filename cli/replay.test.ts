import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedStep, run, workplace } from '../testing/cli.ts';

const { fresh, stored } = workplace();

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
    // there is no finding to show what was answered
    expect(out).toMatch(/^ +1 {2}open p0 d0 -> f0 +PASID 1$/m);
  });

  it('skips a continuation where nothing was left, and counts it', () => {
    const { code, out } = run(
      'replay',
      stored((t) => (t['steps'] as unknown[]).unshift({ kind: 'continue', process: 'p0' })),
      '--kernel',
      'linux-5.18',
    );
    expect(code).toBe(0);
    expect(out).toContain('no law is broken (2 of 3 commands ran)');
    expect(out).toMatch(/^ +1 {2}continue p0 +skipped$/m);
  });

  it('shows where a command was left, and when it went on', () => {
    const { code, out } = run(
      'replay',
      stored(changedStep(1, { stops: 'arm_smmu_mm_release: before sva_lock' })),
    );
    expect(code).toBe(1);
    expect(out).toContain('exit ... (1)');
    expect(out).toContain('(1)          stops at arm_smmu_mm_release: before sva_lock');
    expect(out).toContain('continues exit');
  });

  it('skips a trace of a folder that stops where the kernel has no point, and says so', () => {
    const folder = fresh('stops');
    mkdirSync(folder);
    copyFileSync(stored(changedStep(1, { stops: 'exit' })), join(folder, 'a.json'));
    const { code, err } = run('replay', folder);
    expect(code).toBe(0);
    expect(err).toContain('a.json: step 2: stops is "exit", expected a point of linux-5.18-rc1');
  });

  it('replays a folder and names what is damaged in it, without touching it', () => {
    const out = fresh('corpus');
    mkdirSync(out);
    copyFileSync(
      stored(() => undefined),
      join(out, 'broken.json'),
    );
    const damaged = join(out, 'damaged.json');
    writeFileSync(damaged, '{"format":"pasidch');
    const { code, out: text, err } = run('replay', out);
    expect(code).toBe(1);
    expect(text).toContain('violated  linux-5.18-rc1');
    expect(err).toContain('damaged.json: not JSON');
    expect(readFileSync(damaged, 'utf8')).toBe('{"format":"pasidch');
  });
});
