/** The world outside, handed to the subcommands: they touch no stream, clock or environment themselves. */
export interface Console {
  /** For results: standard output. */
  readonly print: (text: string) => void;
  /** For everything else: standard error. */
  readonly note: (text: string) => void;
  /** Where progress is shown. */
  readonly err: StatusStream;
  /** Standard input up to its end, but at most so many bytes of it. */
  readonly input: (max: number) => Uint8Array;
  /** Columns of what is printed, at most. */
  readonly width: number;
  /** Whether results go to a terminal that shows colour. */
  readonly colour: boolean;
  /** Milliseconds from some start. */
  readonly now: () => number;
  readonly newSeed: () => number;
  /** Now, as ISO 8601 in UTC. */
  readonly date: () => string;
  /** Does somebody want the program to end at once (SIGINT, SIGTERM)? Asked often, also within a call. */
  readonly isStopped: () => boolean;
  /** How this program is called, for replay commands: `npx pasidcheck`, in a clone too. */
  readonly self: string;
}

/** As much of a terminal as progress needs. */
export interface StatusStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}
