import type { Port } from '../implementation/port.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';

/** The known mistakes of a release: they are shown as known and do not make the check fail. */
export interface Known {
  /** The release with those mended: a law that it breaks is a new violation. */
  readonly mended: Port;
  /** Whether those mistakes alone explain this break. The trace is given as it was run, up to the break. */
  readonly explains: (trace: Trace, broken: Broken) => boolean;
}
