/** Compares words as bytes with Node’s built-in function; without Node, one by one. */

export type Bytes = Uint8Array;

interface Native {
  from(memory: ArrayBufferLike, start: number, length: number): Bytes;
}
interface NativeBytes extends Bytes {
  compare(other: Bytes, start: number, end: number, ownStart: number, ownEnd: number): number;
}

const native = (globalThis as { readonly Buffer?: Native }).Buffer;

export const noBytes: Bytes = new Uint8Array(0);

/** A view of the same memory as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Bytes {
  return native === undefined
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : native.from(buffer, byteOffset, byteLength);
}

/** Whether they are equal from `start` up to `end`. */
export const areSame: (a: Bytes, b: Bytes, start: number, end: number) => boolean =
  native === undefined
    ? areSameOneByOne
    : (a, b, start, end) => (a as NativeBytes).compare(b, start, end, start, end) === 0;

export function areSameOneByOne(a: Bytes, b: Bytes, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (a[i] !== b[i]) return false;
  return true;
}
