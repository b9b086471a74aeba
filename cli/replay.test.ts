import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changedStep, jsonLines, runCli, runWith, workplace } from '../testing/cli.ts';

const { fresh, stored } = workplace();

/** A file with a trace as text. */
function written(name: string, ...lines: readonly string[]): string {
  const file = fresh(name);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

const broken = ['linux-5.18-rc1   world sva', 'open p0 d0 -> f0', 'exit p0'];

describe('replay', () => {
  it('shows a stored finding again', () => {
    const { code, out } = runCli(
      'replay',
      stored(() => undefined),
    );
    expect(code).toBe(1);
    expect(out).toContain('A PASID is not free while anything still refers to it');
    expect(out).toMatch(/3 broken \(2 of 2 steps were issued\)\n$/);
  });

  it('holds on a kernel that does not have the defect', () => {
    const { code, out } = runCli(
      'replay',
      stored(() => undefined),
      '--kernel',
      'linux-5.18',
    );
    expect(code).toBe(0);
    expect(out).toContain('no law is broken (2 of 2 steps were issued)');
    // there is no finding to show what was answered
    expect(out).toMatch(/^ +1 {2}open p0 d0 -> f0 +PASID 1$/m);
  });

  it('reads a trace as text, from a file or from standard input', () => {
    const { code, out } = runCli('replay', written('broken.txt', ...broken));
    expect(code).toBe(1);
    expect(out).toContain('A PASID is not free while anything still refers to it');
    const piped = runWith(broken.join('\n'), 'replay', '-', '--kernel', 'linux-5.18');
    expect(piped.code).toBe(0);
    expect(piped.out).toMatch(/^standard input on linux-5.18: no law is broken/m);
  });

  it('says that nothing was tried if no step could be issued', () => {
    const trace = 'linux-5.18   world sva-small\nhotplug d0 add\n';
    const { code, out } = runWith(trace, 'replay', '-');
    expect([code, out]).toEqual([2, expect.stringContaining('NOTHING WAS TRIED')]);
    expect(runWith(trace, 'replay', '-', '--json').out).toContain('nothing-replayed');
  });

  it('reads JSON from standard input too', () => {
    const json = JSON.stringify({
      format: 'pasidcheck-trace',
      version: 1,
      kernel: 'linux-5.18',
      world: { name: 'w', processes: 1, devices: 1, files: 1, pasids: 1, closeOnExec: true },
      steps: [{ kind: 'exit', process: 'p0' }],
    });
    expect(runWith(json, 'replay', '-').out).toContain('1 of 1 steps were issued');
    expect(runWith(`\uFEFF${json}`, 'replay', '-').code).toBe(0);
  });

  it('sets switches in whatever kernel it is, and says so in its name', () => {
    const file = written('mended.txt', ...broken);
    const { code, out } = runCli('replay', file, '--switch', 'pasidFreeAt=mmdrop');
    expect(code).toBe(0);
    expect(out).toContain('mended.txt on linux-5.18-rc1+pasidFreeAt=mmdrop: no law is broken');
    const again = runCli('replay', file, '--kernel', 'linux-5.18-rc1+pasidFreeAt=mmdrop');
    expect(again.out).toBe(out);
    const daemon = written(
      'daemon.txt',
      'reference world sva',
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'exit p0',
    );
    expect(runCli('replay', daemon).code).toBe(0);
    const planted = runCli('replay', daemon, '--switch', 'pasidFreeAt=mmput');
    expect(planted.code).toBe(1);
    expect(planted.out).toContain(`replay ${daemon} --switch pasidFreeAt=mmput`);
  });

  it('shows where a command was left, and when it went on', () => {
    const { code, out } = runCli(
      'replay',
      stored(changedStep(1, { stops: 'arm_smmu_mm_release: before sva_lock' })),
    );
    expect(code).toBe(1);
    expect(out).toContain('exit ... (1)');
    expect(out).toContain('(1)          stops at arm_smmu_mm_release: before sva_lock');
    expect(out).toContain('continues exit');
  });
});

describe('replay tells of every step what became of it', () => {
  const file = written(
    'states.txt',
    'reference   world sva',
    'open p0 d0 -> f0 [allocation 99 fails]',
    'fork p0 -> p1 [allocation 1 fails]',
    'start p0 f0 [stops at mmput: last user gone, notifiers not yet told]',
    'open p0 d0 -> f1 [stops at uacce_fops_open: bound, not yet listed]',
    'hotplug d0 remove',
    'close p1 f0',
    'continue p0',
  );

  it('in a line each, so that it can be pasted as it is', () => {
    const { code, out } = runCli('replay', file);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.replaceAll(/ {3,}/g, '   '))).toEqual([
      'reference   world sva',
      '',
      '  1  open p0 d0 -> f0 [allocation 99 fails]   PASID 1, nothing failed: it makes 9 allocations',
      '  2  fork p0 -> p1 [allocation 1 fails]   ENOMEM, no memory for mm_struct',
      '  3  start p0 f0 [stops at mmput: last user gone, notifiers not yet told]   success; never reached mmput: last user gone, notifiers not yet told',
      '  4  open p0 d0 -> f1 [stops at uacce_fops_open: bound, not yet listed]   suspended at uacce_fops_open: bound, not yet listed; resumed at step 7',
      '  5  hotplug d0 remove   waits for uacce->mutex 0, which p0 holds, in uacce_remove; resumed at the end',
      '  6  close p1 f0   not issued: there is no p1: step 2 returned ENOMEM',
      '  7  continue p0   resumes step 4: PASID 1',
      '  8+ continue-hotplug d0   resumes step 5: success',
      '',
      `${file} on reference: no law is broken (6 of 7 steps were issued)`,
      '',
    ]);
  });

  it('also on a narrow page, from which it can be read again', () => {
    const narrow = runCli('replay', file, '--width', '60');
    for (const line of stepsOf(narrow).split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    const again = runWith(stepsOf(narrow), 'replay', '-', '--width', '60');
    expect(stepsOf(again)).toBe(stepsOf(narrow));
  });

  it('and as JSON', () => {
    const [summary] = jsonLines(runCli('replay', file, '--json').out);
    expect(summary).toMatchObject({ kind: 'summary', verdict: 'holds', commands: 6, skipped: 1 });
    const steps = summary!['steps'] as Record<string, unknown>[];
    expect(steps[3]).toEqual({
      step: 4,
      command: 'open p0 d0 -> f1 [stops at uacce_fops_open: bound, not yet listed]',
      state: 'suspended',
      at: 'uacce_fops_open: bound, not yet listed',
      resumed: 7,
    });
    expect(steps[4]).toMatchObject({ state: 'waiting', at: 'uacce_remove', resumed: 'end' });
    expect(steps[5]).toEqual({
      step: 6,
      command: 'close p1 f0',
      state: 'not issued',
      why: 'there is no p1: step 2 returned ENOMEM',
    });
    expect(steps[7]).toMatchObject({ step: 8, added: true, continues: 5, answer: 'success' });
  });

  it('also where a law is broken, of the steps that a report leaves out', () => {
    const { out } = runCli('replay', written('more.txt', ...broken, 'close p0 f0', 'gp'));
    expect(out).toContain('Law broken');
    expect(out).toMatch(
      /^ +3 {2}close p0 f0 +not issued: p0 is gone since step 2; f0 is gone since step 2$/m,
    );
    expect(out).toMatch(/\(3 of 4 steps were issued\)\n$/);
  });
});

describe('replay of a file that cannot be read', () => {
  it.each<[string, readonly string[], RegExp]>([
    [
      'names the line',
      ['k world sva', 'gp', 'opne p0'],
      /line 3: unknown command "opne"; did you mean/,
    ],
    ['names the kernel', ['linx-5.17 world sva', 'gp'], /unknown kernel "linx-5.17"; did you mean/],
    [
      'names the line of a stop',
      ['linux-5.18 world sva', '', 'gp', 'exit p0 [stops at mmput]'],
      /line 4: stops is "mmput", expected a point of linux-5.18; did you mean "mmput: last/,
    ],
    [
      'asks for a kernel',
      ['world sva', 'gp'],
      /names no kernel, expected --kernel with one of those in: list kernels/,
    ],
  ])('%s', (_what, lines, message) => {
    const { code, out, err } = runCli('replay', written('bad.txt', ...lines));
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

/** All but the last line of a replay, which says how it went. */
function stepsOf({ out }: { readonly out: string }): string {
  return out.slice(0, out.lastIndexOf('\n\n'));
}
