/** A time per command, and figures computed from it. */
export interface Figure {
  readonly name: string;
  /** Median of the rounds. */
  readonly nsPerCommand: number;
  readonly nsMin: number;
  readonly nsMax: number;
  /** The share of the whole search, from 0 to 1. */
  readonly ofWhole: number;
}

/** The figures of plain fast-check with the same kernel, model and laws. */
export interface Comparison extends Figure {
  /** The share of the drawn commands that ran. */
  readonly shareRan: number;
  /** The share of those that ran after the last process had exited, when little can happen. */
  readonly shareForNobody: number;
  /** The commands per second of the whole search, divided by those of plain fast-check. */
  readonly timesSlower: number;
}

/** All figures of one run, as plain data. */
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
