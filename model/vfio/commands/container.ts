import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasVfio, type Backend, backends } from '../bounds.ts';
import { hasFree } from '../../rows.ts';

export interface OpenContainer extends Command {
  readonly kind: 'container';
  readonly process: number;
  readonly backend: string;
  readonly container: number;
}

export const container = rules<OpenContainer>({
  kind: 'container',
  says: 'open /dev/vfio/vfio: a container without groups. The choice is its backend, which is set with its first group (VFIO_SET_IOMMU).',
  fields: {
    process: { uses: 'process' },
    backend: { oneOf: backends },
    container: { makes: 'container' },
  },
  in: hasVfio,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.world.vfio !== undefined &&
    s.world.vfio.backends.includes(c.backend as Backend) &&
    hasFree(s.vfio.files.containers),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('container', a, 'OK'),
  next(s, c, a) {
    if (a.errno === errno.OK)
      s.vfio.files.newContainer(c.container, c.backend, s.process(c.process)!);
  },
  draw: {
    opens: true,
    weight: 10,
  },
});
