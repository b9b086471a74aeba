import type { Port } from '../implementation/port.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';

/** What a release is known for: mistakes that are shown as known and are no cause to fail. */
export interface Known {
  /** The release with those mended: what it breaks is new. */
  readonly mended: Port;
  /** Is this break due to those mistakes, and to nothing else? Asked of traces as they were run, up to the break. */
  readonly explains: (trace: Trace, broken: Broken) => boolean;
}
