import { describe } from 'vitest';
import { differsWhereAllTracesSay } from './divergence.contract.ts';

describe('of all traces of three commands', () => {
  differsWhereAllTracesSay('linux-5.17', 'linux-5.18', 3);
  differsWhereAllTracesSay('reference', 'reference+pasidOrder=cyclic', 3);
  differsWhereAllTracesSay('reference', 'ioasid-cyclic', 3);
  differsWhereAllTracesSay('reference', 'fork-shares-mm-pasid', 3);
  differsWhereAllTracesSay('reference', 'mm-pasid-drop-under-bond', 3);
  differsWhereAllTracesSay('reference', 'sva-bind-mmget-refcycle', 3);
});
