import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceUnbindToldTwice: Defect = {
  id: 'uacce-unbind-told-twice',
  title: 'two tasks unbind the same bond at once, and both succeed',
  story:
    'The ioctl that undoes a bind looks the handle up again once it has the mutex of the device. If another task was faster, it returns success. The kernel unbinds once, but each caller drops what it kept for the bond.',
  source: 'nobody made it; uacce has no such ioctl: the driver is ours',
  fix: 'A caller that finds no handle gets an error.',
  evidence: 'hypothesis',
  switches: { unbindOfGone: 'called-done' },
  law: 'linearizability',
  place: { command: 'unbind', answer: 'success' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'bind p0 f0 -> h0',
    'clone p0 -> p1',
    'unbind p0 h0 [stops at ioctl: before uacce->mutex]',
    'unbind p1 h0',
  ),
};
