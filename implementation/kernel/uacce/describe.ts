import type { StateLine } from '../../../model/state-line.ts';
import { iommuOps } from '../iommu/iommu-ops.ts';
import type { Kernel } from '../kernel.ts';
import { mmText } from '../mm/describe.ts';
import { queueState } from './queue.ts';
import type { Queue } from './tables.ts';

/** `f0: 2 references, queue started, bond to mm0 as PASID 1` */
export function describeQueues(k: Kernel): StateLine[] {
  const { files, queues } = k.uacce;
  return files.rows.flatMap((f) => {
    if (f.live === 0 || !queues.isLive(f.queue)) return [];
    const q = queues.at(f.queue, 'describe');
    const [state] = Object.entries(queueState).find(([, value]) => value === q.state)!;
    const references = f.refs === 1 ? 'reference' : 'references';
    return [
      { what: `f${f.name}`, is: `${f.refs} ${references}, queue ${state}, ${bondText(k, q)}` },
    ];
  });
}

function bondText(k: Kernel, { bond, pasid }: Queue): string {
  const handles = iommuOps(k).handles(k);
  if (!handles.isLive(bond)) return 'no bond';
  return `bond to ${mmText(k, handles.at(bond, 'describe').mm)} as PASID ${pasid}`;
}
