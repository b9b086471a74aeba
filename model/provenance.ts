/** How a finding was found; only needed to repeat the search. */
export interface Provenance {
  readonly seed: number;
  /** Number of the random trace, from 0. */
  readonly run: number;
  /** Commands run before it was found, those of its own trace included. */
  readonly commands: number;
  /** Length of the trace as it was drawn. */
  readonly drawn: number;
  /** Traces run to shrink it. */
  readonly executions: number;
}
