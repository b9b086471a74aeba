import type { LawName } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';

/** How sure we are that no shorter trace does it. */
export const grades = ['no single deletion helps'] as const;
export type Grade = (typeof grades)[number];

/** A broken law with the smallest trace that was found for it: plain data, ready to be stored. */
export interface Finding {
  readonly law: LawName;
  readonly place: string;
  readonly witness: string;
  readonly kernel: string;
  readonly trace: Trace;
  readonly grade: Grade;
  /** Where it comes from; only of interest for repeating the search. */
  readonly provenance: {
    readonly seed: number;
    /** Number of the random trace, from 0. */
    readonly run: number;
    /** Commands run before it was found, those of its own trace included. */
    readonly commands: number;
    /** Length of the trace as it was drawn. */
    readonly drawn: number;
    /** Traces run to shrink it. */
    readonly executions: number;
  };
}
