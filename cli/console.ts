/** The environment of the subcommands: they use no stream, clock or environment variable directly. */
export interface Console {
  /** For results: standard output. */
  readonly print: (text: string) => void;
  /** For everything else: standard error. */
  readonly note: (text: string) => void;
  /** Where progress is shown. */
  readonly err: StatusStream;
  /** Standard input up to its end, or up to a number of bytes. */
  readonly input: (max: number) => Uint8Array;
  /** The largest number of columns of the output. */
  readonly width: number;
  /** Whether standard output is a terminal that shows colour. */
  readonly colour: boolean;
  /** Milliseconds since a fixed moment. */
  readonly now: () => number;
  readonly newSeed: () => number;
  /** Now, as ISO 8601 in UTC. */
  readonly date: () => string;
  /** Whether a signal asks the program to end (SIGINT, SIGTERM). It is called often, also within a call. */
  readonly isStopped: () => boolean;
  /** The name of this program in replay commands: `npx pasidcheck`, in a clone too. */
  readonly self: string;
}

/** The part of a terminal that progress needs. */
export interface StatusStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}
