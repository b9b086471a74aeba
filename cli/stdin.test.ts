import { describe, expect, it } from 'vitest';
import { InputError } from '../model/input-error.ts';
import { readStdin } from './stdin.ts';

/** What `readSync` does, one after the other: it reads something, or throws. */
function reader(...events: readonly string[]): (chunk: Uint8Array) => number {
  const left = [...events];
  return (chunk) => {
    const next = left.shift() ?? '';
    if (next.startsWith('E')) throw Object.assign(new Error(next), { code: next });
    return new TextEncoder().encodeInto(next, chunk).written;
  };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('standard input', () => {
  it('is read up to its end', () => {
    expect(text(readStdin(99, reader('one ', 'two')))).toBe('one two');
  });

  it('is read no further than asked', () => {
    expect(text(readStdin(5, reader('one ', 'two')))).toBe('one t');
  });

  it('is waited for where it does not wait by itself', () => {
    expect(text(readStdin(99, reader('one ', 'EAGAIN', 'EAGAIN', 'two')))).toBe('one two');
  });

  it('ends where Windows says so', () => {
    expect(text(readStdin(99, reader('one', 'EOF')))).toBe('one');
  });

  it('that cannot be read is an error of the caller', () => {
    expect(() => readStdin(99, reader('EIO'))).toThrow(InputError);
    expect(() => readStdin(99, reader('EIO'))).toThrow(
      'cannot read "standard input" (EIO); expected a stored trace',
    );
  });
});
