import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../model/trace-json.ts';
import { jsonLines, workplace } from '../testing/cli.ts';

const { fresh } = workplace();
const main = fileURLToPath(new URL('main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program and sends it a signal as soon as it has said something like this. */
function stopped(signal: 'SIGINT' | 'SIGTERM', when: RegExp, ...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...args]);
    let out = '';
    let err = '';
    let isSent = false;
    const look = (): void => {
      if (isSent || !when.test(out + err)) return;
      isSent = true;
      child.kill(signal);
    };
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      look();
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
      look();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('a signal', () => {
  it('ends a check with its summary, and what was found is whole', async () => {
    const folder = fresh('check');
    const args = ['--kernel', 'linux-5.18-rc1', '--time', '1h', '--out', folder];
    const { code, out } = await stopped('SIGTERM', /Law broken/, 'check', ...args);
    expect(code).toBe(143);
    expect(out).toContain('stopped early');
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files)
      expect(() => readTrace(readFileSync(`${folder}/${file}`, 'utf8'), file)).not.toThrow();
  });

  it('ends it with a summary of JSON too', async () => {
    const args = ['--time', '1h', '--json', '--out', fresh('json')];
    const { code, out } = await stopped('SIGINT', /seed/, 'check', ...args);
    expect(code).toBe(130);
    expect(jsonLines(out).at(-1)).toMatchObject({
      kind: 'summary',
      stopped: true,
      verdict: 'could-not-tell',
    });
  });

  it('ends an exploration with what it knows', async () => {
    const args = ['--world', 'sva', '--depth', '30', '--states', '20000000', '--json'];
    const { code, out } = await stopped(
      'SIGINT',
      /./,
      'explore',
      ...args,
      '--out',
      fresh('explore'),
    );
    expect(code).toBe(130);
    expect(out === '' || jsonLines(out).length > 0).toBe(true);
  });

  it('ends the measure of the catalogue, and says how far it came', async () => {
    const args = ['defects', '--json', '--seeds', '3'];
    const { code, out, err } = await stopped('SIGTERM', /"defect"|"id"/, ...args);
    expect(code).toBe(143);
    expect(jsonLines(out).length).toBeGreaterThan(0);
    expect(err).toMatch(/stopped: \d+ of \d+ defects were measured/);
  });

  it('ends a night, whose log says so', async () => {
    const folder = fresh('night');
    const { code, out } = await stopped('SIGINT', /nightly: /, 'nightly', '--out', folder);
    expect(code).toBe(130);
    expect(out).toMatch(/different findings/);
    const log = jsonLines(readFileSync(`${folder}/runs.jsonl`, 'utf8'));
    expect(log.at(-1)).toMatchObject({ kind: 'night-ended' });
  });
});
