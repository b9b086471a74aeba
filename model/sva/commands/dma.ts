import { type Answer, errno, ok } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { queue } from '../state.ts';
import { hasDevices } from '../bounds.ts';

export interface Dma extends Command {
  readonly kind: 'dma';
  readonly file: number;
}

/** Answers of dma besides the number of the mm that was reached. */
export const aborted = 0;
export const faulted = -1;

export const dma = rules<Dma>({
  kind: 'dma',
  says: 'the queue’s hardware reads memory under its PASID. Returns the mm that it reached, or that the access was aborted.',
  fields: { file: { uses: 'file' } },
  in: hasDevices,
  possible: (s, c) => s.sva.file(c.file)?.queue === queue.started,
  typical(s, c) {
    const h = s.sva.handleOfOpen(s.sva.file(c.file)!);
    return ok(h !== undefined && s.runs(h.mm) ? h.mm : aborted);
  },
  judge(s, c, a): Judgement {
    if (a.errno !== errno.OK) return admitOnly('dma', a, 'OK');
    const h = s.sva.handleOfOpen(s.sva.file(c.file)!);
    const owner = h !== undefined && s.runs(h.mm) ? h.mm : 0;
    // A kernel may keep an address space for its bond after the last process has left it.
    if (a.value > 0 && a.value === h?.mm) return undefined;
    if (a.value > 0)
      return {
        law: 'isolation',
        place: { clause: 'reached a foreign mm' },
        witness: `the queue of f${c.file} works for mm${(h?.mm ?? 0) - 1} under PASID ${h?.pasid}, but its DMA reached the memory of mm${a.value - 1}.`,
      };
    if (a.value === owner) return undefined;
    if (owner === 0)
      return {
        law: 'answers-conform',
        place: { command: 'dma', answer: 'fault after the mm has ended' },
        witness:
          h === undefined
            ? `f${c.file} is not bound, because its device was removed: DMA must be aborted silently, but the IOMMU reported a fault.`
            : `mm${h.mm - 1} has ended and f${c.file} is still bound: DMA must be aborted silently, but the IOMMU reported a fault.`,
      };
    return {
      law: 'answers-conform',
      place: { command: 'dma', answer: outcome(a) },
      witness: `mm${owner - 1} is bound under PASID ${h?.pasid} and alive, but the DMA of f${c.file} was answered “${outcome(a)}”.`,
    };
  },
  next() {},
  tells: (a) => (a.value > 0 ? `reaches mm${a.value - 1}` : outcome(a)),
  outcome,
  draw: { weight: 8 },
});

function outcome(a: Answer): string {
  if (a.value === aborted) return 'aborted';
  return a.value === faulted ? 'fault: no valid context descriptor' : 'reaches an mm';
}
