import type { Port } from '../../implementation/port.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { Specification } from '../../properties/specification.ts';
import { passes } from '../../shrinkers/passes/index.ts';
import { endless, type Patience } from '../../shrinkers/patience.ts';
import { lengthOfTrace } from '../../shrinkers/simpler.ts';
import type { Work } from '../../shrinkers/work.ts';
import type { Certifier } from '../certificate/certify.ts';
import type { Finding } from '../finding.ts';
import { found } from '../found.ts';
import { Runner } from '../run.ts';
import { simplifyingAmong } from '../simplest.ts';
import type { Shortest } from './shortest.ts';
import type { Symmetry } from './symmetry.ts';

/** What an exhaustive search searched, and how. */
export interface Searched {
  readonly specification: Specification;
  readonly port: Port;
  readonly world: AnyWorld;
  readonly symmetry: Symmetry;
  /** How many commands may overlap; 1: none. */
  readonly overlap: number;
  /** Every trace of up to this many commands was judged. */
  readonly complete: number;
  /** Makes the certificates, with a search of its own. */
  readonly certifier: Certifier;
  readonly patience?: Patience;
}

/**
 * The simplest of the shortest traces of an exhaustive search as a finding: simplified further by the passes, graded, and
 * with a certificate if the plain search can make one.
 *
 * @throws Error if the plain search finds a shorter trace than the exhaustive one
 */
export function* shortestFinding(
  { specification, port, world, symmetry, overlap, complete, certifier, patience }: Searched,
  { broken, trace, all }: Shortest,
): Work<Finding> {
  const runner = new Runner(specification, port, world);
  const traces = overlap === 1 ? [trace] : (all ?? [trace]);
  const { trace: best, switches } = yield* simplifyingAmong(port, runner, traces, broken, passes, {
    patience: patience ?? endless,
  });
  const length = lengthOfTrace(best);
  // The plain search has no failing allocations and no overlaps, so it proves nothing about a trace that has them.
  const isPlain = overlap === 1 && best.steps.every((c) => c.fails === undefined);
  const verdict = isPlain ? yield* certifier.certifying(broken, length - 1, patience) : 'too much';
  if (verdict === 'false')
    throw new Error(
      `the search missed a trace of fewer than ${length} commands that breaks ${broken.law}${port.capabilities.alike === true ? `; ${port.name} claims to be alike for all names: is that true?` : ''}`,
    );
  const certificate = verdict === 'too much' ? undefined : verdict;
  const isExact = symmetry !== 'unordered' || certificate !== undefined;
  const isWide = overlap === 1 || overlap >= length - 1;
  const isProven = isExact && isWide && length <= complete + 1;
  return yield* found(runner, port, broken, best, {
    grade: isProven ? 'proven shortest' : 'no single deletion helps',
    ...(certificate && { certificate }),
    ...(switches && { switches }),
  });
}
