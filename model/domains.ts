import type { Domain } from './domain.ts';
import { ioasidDomain } from './ioasid/index.ts';
import { pagesDomain } from './pages/index.ts';
import { processDomain } from './process/index.ts';
import { svaDomain } from './sva/index.ts';
import { vfioDomain } from './vfio/index.ts';

/** Every domain there is. Each may use those before it. */
export const domains: readonly Domain[] = [
  processDomain,
  ioasidDomain,
  svaDomain,
  pagesDomain,
  vfioDomain,
];
