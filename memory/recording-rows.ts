import type { Footprint } from './footprint.ts';

/** A row that records the reads and writes through it. `start`: the number of its first word. */
export type RecordingRowClass = new (
  words: Int32Array,
  index: number,
  start: number,
  footprint: Footprint,
) => object;

const classes = new Map<string, RecordingRowClass>();

/**
 * These classes are separate from those of ordinary rows, so that ordinary rows need no check for recording.
 * All layouts share one class per kind of record, for the same reason as there.
 */
export function recordingRowClass(fields: readonly string[]): RecordingRowClass {
  const key = fields.join('\n');
  let found = classes.get(key);
  if (found === undefined) classes.set(key, (found = makeClass(fields)));
  return found;
}

function makeClass(fields: readonly string[]): RecordingRowClass {
  return class RecordingRow {
    readonly words: Int32Array;
    readonly index: number;
    readonly #start: number;
    readonly #footprint: Footprint;

    constructor(words: Int32Array, index: number, start: number, footprint: Footprint) {
      this.words = words;
      this.index = index;
      this.#start = start;
      this.#footprint = footprint;
    }

    static {
      fields.forEach((field, offset) =>
        Object.defineProperty(this.prototype, field, {
          get(this: RecordingRow) {
            this.#footprint.read(this.#start + offset);
            return this.words[offset];
          },
          set(this: RecordingRow, value: number) {
            this.#footprint.write(this.#start + offset);
            this.words[offset] = value;
          },
        }),
      );
    }
  };
}
