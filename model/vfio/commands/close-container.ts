import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasVfio } from '../bounds.ts';

export interface CloseContainer extends Command {
  readonly kind: 'close-container';
  readonly process: number;
  readonly container: number;
}

export const closeContainer = rules<CloseContainer>({
  kind: 'close-container',
  says: 'close the process’s descriptor of a container; nothing else changes while a group is attached',
  fields: { process: { uses: 'process' }, container: { uses: 'container' } },
  in: hasVfio,
  possible: (s, c) =>
    s.process(c.process) !== undefined && s.vfio.files.container(c.container) !== undefined,
  typical: (s, c) =>
    s.vfio.files.holdsContainer(s.process(c.process)!, s.vfio.files.container(c.container)!)
      ? success
      : failed('EBADF'),
  judge: (s, c, a) =>
    admitOnly(
      'close-container',
      a,
      s.vfio.files.holdsContainer(s.process(c.process)!, s.vfio.files.container(c.container)!)
        ? 'OK'
        : 'EBADF',
    ),
  next(s, c, a) {
    if (a.errno === errno.OK)
      s.vfio.closeContainer(s.process(c.process)!, s.vfio.files.container(c.container)!);
  },
  draw: { weight: 4 },
});
