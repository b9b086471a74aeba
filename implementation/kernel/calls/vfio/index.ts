import { driverThreads } from '../../vfio/driver-threads.ts';
import { goesOn, type SystemCalls } from '../call.ts';
import { attach } from './attach.ts';
import { closeContainer } from './close-container.ts';
import { container } from './container.ts';
import { contend } from './contend.ts';
import { detach } from './detach.ts';
import { dirty } from './dirty.ts';
import { map } from './map.ts';
import { mapVaddr } from './map-vaddr.ts';
import { pin } from './pin.ts';
import { unmap } from './unmap.ts';
import { unmapVaddr } from './unmap-vaddr.ts';
import { unpin } from './unpin.ts';

export const vfioCalls: SystemCalls = {
  attach,
  'close-container': closeContainer,
  container,
  contend,
  detach,
  dirty,
  map,
  'map-vaddr': mapVaddr,
  pin,
  unmap,
  'unmap-vaddr': unmapVaddr,
  unpin,
  'continue-driver': goesOn(driverThreads),
};
