import type { Place } from '../model/place.ts';
import type { Certificate } from '../model/certificate.ts';
import type { LawName } from '../model/judgement.ts';
import type { Provenance } from '../model/provenance.ts';
import type { Trace } from '../model/trace.ts';
import type { TaskSwitches } from './simplest.ts';

/**
 * How sure we are that no shorter trace does it.
 *
 * - `proven shortest`: every shorter trace in this world was searched, up to symmetry
 * - `no shorter subsequence`: nothing that is left when commands are taken away does it
 * - `no single deletion helps`: no pass of the shrinker finds a simpler one
 * - `shrunk in part`: time ended before the passes had
 * - `as given`: it was not shrunk on this kernel
 */
export const grades = [
  'proven shortest',
  'no shorter subsequence',
  'no single deletion helps',
  'shrunk in part',
  'as given',
] as const;
export type Grade = (typeof grades)[number];

/** Whether grade `a` is better than grade `b`. */
export function isSurer(a: Grade, b: Grade): boolean {
  return grades.indexOf(a) < grades.indexOf(b);
}

/** A broken law with the simplest trace that was found for it, as plain data that can be stored. */
export interface Finding {
  readonly law: LawName;
  readonly place: Place;
  readonly witness: string;
  readonly kernel: string;
  readonly trace: Trace;
  readonly grade: Grade;
  /** For `proven shortest`, if a plain search shows it too. */
  readonly certificate?: Certificate | undefined;
  /** Set if commands overlap in the trace. */
  readonly switches?: TaskSwitches | undefined;
  readonly provenance: Provenance | undefined;
}
