/** A command as it is written, in its parts. */
export interface CommandWords {
  readonly kind: string;
  /** Names and words in their order: `p0`, `d0`; a name that it creates as `-> f0`. */
  readonly args: readonly string[];
  /** The number of its failing allocation. */
  readonly fails?: number;
  /** The point at which it is suspended. */
  readonly stops?: string;
}

/** `open p0 d0 -> f0`, `gp`, `fork p0 -> p1 [allocation 1 fails]` */
export function commandWordsText({ kind, args, fails, stops }: CommandWords): string {
  const fault = fails === undefined ? [] : [`[allocation ${fails} fails]`];
  const stop = stops === undefined ? [] : [`[stops at ${stops}]`];
  return [kind, ...args, ...fault, ...stop].join(' ');
}

/** The same without the point at which it is suspended. */
export function withoutStop({ stops: _stops, ...words }: CommandWords): CommandWords {
  return words;
}
