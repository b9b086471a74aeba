import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../model/input-error.ts';
import { readFolder } from './corpus.ts';
import { readBytes, readTextFile, readTraceFile, SIZE_MAX, textOf } from './read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a file that is read as text', () => {
  it('may begin with a byte order mark', () => {
    expect(readTextFile(file('bom', '\uFEFFa\r\nü'), 'x')).toBe('a\r\nü');
  });

  it.each<[string, () => string, RegExp]>([
    [
      'is not there',
      () => join(folder, 'none'),
      /^cannot read ".*none" \(ENOENT\); expected a cake$/,
    ],
    ['is a folder', () => folder, /: is a folder, expected a cake$/],
    ['has no end', () => '/dev/zero', /^\/dev\/zero: is no regular file, expected a cake$/],
    ['is a pipe that nobody writes to', pipe, /: is no regular file, expected a cake$/],
    [
      'is not UTF-8',
      () => file('latin', Buffer.from([0x61, 0xc3, 0xa4, 0xe4, 0x62])),
      /: is not UTF-8 from byte 3 on, expected a cake$/,
    ],
    [
      'is UTF-16',
      () => file('wide', Buffer.from('\uFEFFa', 'utf16le')),
      /: is not UTF-8 from byte 0 on/,
    ],
    [
      'is too long',
      () => file('long', Buffer.alloc(SIZE_MAX + 1, 32)),
      /: expected a cake of at most 4000000 bytes, this is longer$/,
    ],
  ])('is refused if it %s', (_what, path, message) => {
    let error: unknown;
    try {
      readTextFile(path(), 'a cake');
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(message);
  });
});

function pipe(): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

describe('bytes that come piece by piece', () => {
  it('are read up to their end', () => {
    const pieces = ['one ', 'two ', 'three'];
    const bytes = readBytes(
      (chunk) => new TextEncoder().encodeInto(pieces.shift() ?? '', chunk).written,
      99,
    );
    expect(textOf(bytes, 'here', 'x')).toBe('one two three');
  });

  it('are read only so far if they have no end', () => {
    expect(readBytes(endless, 100_000)).toHaveLength(100_000);
  });
});

function endless(chunk: Uint8Array): number {
  return chunk.fill(65).length;
}

describe('a folder', () => {
  it('that cannot be listed is named', () => {
    expect(() => readFolder(join(folder, 'none'))).toThrow(
      /^cannot read ".*none" \(ENOENT\); expected a folder of stored traces$/,
    );
  });
});

describe('a stored trace', () => {
  const json =
    '{"format":"pasidcheck-trace","version":1,"world":{"name":"w","processes":1,"devices":0,"files":0,"pasids":0,"closeOnExec":true},"steps":[{"kind":"gp"}]}';

  it('is JSON or text, whatever the file is called', () => {
    const steps = [{ kind: 'exit', process: 0 }];
    const asJson = json.replace('{"kind":"gp"}', '{"kind":"exit","process":"p0"}');
    expect(readTraceFile(file('a.json', asJson)).trace.steps).toEqual(steps);
    expect(readTraceFile(file('b.trace', `\n ${asJson}`)).trace.steps).toEqual(steps);
    expect(readTraceFile(file('c', '\uFEFF# c\nworld sva\nexit p0')).trace.steps).toEqual(steps);
  });

  it('that is called JSON is none otherwise', () => {
    expect(() => readTraceFile(file('d.json', 'world sva\ngp'))).toThrow(/d.json: not JSON/);
  });

  it('names a law that there is', () => {
    const violates = json.replace('"world"', '"violates":{"law":"isolaton","place":"x"},"world"');
    expect(() => readTraceFile(file('e.json', violates))).toThrow(
      'e.json: violates.law: unknown law "isolaton"; did you mean "isolation"? (see: list laws)',
    );
  });

  it('is not a file that happens to be a pipe: that is read with -', () => {
    mkdirSync(join(folder, 'sub'));
    expect(() => readTraceFile(join(folder, 'sub'))).toThrow(
      /: is a folder, expected a stored trace; - reads standard input$/,
    );
  });
});
