/** A time per command, and what follows from it. */
export interface Figure {
  readonly name: string;
  /** Median of the rounds. */
  readonly nsPerCommand: number;
  readonly nsMin: number;
  readonly nsMax: number;
  /** Share of the whole search: 1 is all of it. */
  readonly ofWhole: number;
}

/** How plain fast-check does with the same kernel, model and laws. */
export interface Comparison extends Figure {
  /** Share of the commands drawn that really ran. */
  readonly shareRan: number;
  /** Share of those that ran after every process had gone, when little can happen. */
  readonly shareForNobody: number;
  /** Commands per second of the whole search, divided by those of this. */
  readonly timesSlower: number;
}

/** All figures of one run: plain data. */
export interface BenchmarkReport {
  readonly code: 'sources under tsx' | 'built';
  readonly node: string;
  readonly world: string;
  readonly seed: number;
  readonly rounds: number;
  readonly tracesPerRound: number;
  readonly commandsPerRound: number;
  readonly whole: Figure;
  readonly parts: readonly Figure[];
  readonly fastCheck: Comparison;
}

export function perSecond({ nsPerCommand }: Figure): number {
  return 1e9 / nsPerCommand;
}
