import type { Port } from '../implementation/port.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { Work } from '../shrinkers/work.ts';
import type { Finding } from './finding.ts';
import { witnessing } from './reproduce.ts';
import type { Runner } from './run.ts';

/** A graded trace as a finding, with the witness of this exact trace. */
export function* found(
  runner: Runner,
  { name }: Port,
  { law, place }: Broken,
  trace: Trace,
  { grade, certificate, switches }: Pick<Finding, 'grade' | 'certificate' | 'switches'>,
): Work<Finding> {
  return {
    law,
    place,
    witness: yield* witnessing(runner, trace, { law, place, witness: '' }),
    kernel: name,
    trace,
    grade,
    ...(certificate && { certificate }),
    ...(switches && { switches }),
    provenance: undefined,
  };
}
