import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, workplace } from '../testing/cli.ts';

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
