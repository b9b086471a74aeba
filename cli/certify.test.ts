import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh, stored } = workplace();

describe('certify', () => {
  const folderOf = fresh('certified');
  let found: string | undefined;
  const daemon = (): string => {
    if (found !== undefined) return found;
    const args = ['--kernel', 'linux-5.18-rc1', '--depth', '4', '--out', folderOf];
    runCli('explore', ...args, '--law', 'pasid-stability');
    found = join(folderOf, readdirSync(folderOf)[0]!);
    return found;
  };

  it('holds for what explore found', () => {
    const { code, out } = runCli('certify', daemon());
    expect(out).toMatch(
      /: the certificate holds\n .* commands break it, no trace of up to \d does\n/,
    );
    expect(code).toBe(0);
  });

  it('is refused, with the reason, where a number was changed', () => {
    const changed = fresh('changed.json');
    writeFileSync(changed, readFileSync(daemon(), 'utf8').replace(/("states": ?)\d/, '$19'));
    const { code, out } = runCli('certify', changed);
    expect(out).toMatch(/changed.json: the certificate is REFUSED\n {2}its levels add up to /);
    expect(code).toBe(1);
    const { code: again, out: json } = runCli('certify', changed, '--json');
    expect([again, jsonLines(json)]).toEqual([
      1,
      [expect.objectContaining({ kind: 'certificate', verdict: 'refused' })],
    ]);
  });

  it('is refused where the world is called like one with other bounds', () => {
    const renamed = fresh('renamed.json');
    const text = readFileSync(daemon(), 'utf8');
    writeFileSync(renamed, text.replace('"sva-small"', '"sva-keep-on-exec"'));
    const { code, out } = runCli('certify', renamed);
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
    expect(runCli('replay', padded).out).toMatch(/^length +\d commands; as given$/m);
  });

  it('is not told by replay where it contradicts the trace', () => {
    const longer = fresh('longer.json');
    const text = readFileSync(daemon(), 'utf8');
    writeFileSync(longer, text.replace('"steps": [', '"steps": [\n    {"kind":"gp"},'));
    const { out } = runCli('replay', longer);
    expect(out).toContain('as given');
    expect(out).not.toContain('proof');
  });

  it('prints one JSON line', () => {
    const { code, out, err } = runCli('certify', daemon(), '--json');
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
    const { code, out, err } = runCli('certify', file());
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });
});
