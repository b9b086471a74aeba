import type { Domain } from './domain.ts';
import { ioasidDomain } from './ioasid/index.ts';
import { pagesDomain } from './pages/index.ts';
import { processDomain } from './process/index.ts';
import { svaDomain } from './sva/index.ts';
import { vfioDomain } from './vfio/index.ts';

/**
 * Every domain there is, in the order in which reports and lists name what belongs to them. Which may use which is
 * said by `needs` and kept by architecture.test.ts.
 */
export const domains: readonly Domain[] = [
  processDomain,
  svaDomain,
  ioasidDomain,
  pagesDomain,
  vfioDomain,
];
