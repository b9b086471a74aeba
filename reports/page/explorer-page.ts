import { defects } from '../../defects/index.ts';
import { findKernel } from '../../defects/kernels.ts';
import { sameViolation } from '../../model/judgement.ts';
import { findWorld } from '../../model/worlds.ts';
import { pageOf } from './document.ts';
import { explained, judge, play } from './play.ts';
import type { PageData } from './played.ts';

/** What it plays first: the finding of the README, on the release that had it. */
const FIRST = { defect: 'mm-pasid-drop-fork-daemon', kernel: 'linux-5.18-rc1' };

/**
 * The page of a finding without one, for trying traces and kernels.
 *
 * @param made - the page without a trace
 * @param about - `docs`: the address of the documentation, if it lies beside the page
 */
export function explorerPage(made: string, about: Pick<PageData, 'version' | 'docs'>): string {
  const defect = defects.find(({ id }) => id === FIRST.defect)!;
  const trace = { world: findWorld(defect.world), steps: defect.shortest };
  const kernel = findKernel(FIRST.kernel);
  const own = judge(trace, kernel).breaks.find(({ broken }) => sameViolation(broken, defect));
  const played = play(trace, kernel, explained(trace, kernel, own?.broken));
  return pageOf(made, {
    title: 'pasidcheck: explore PASIDs and pinned memory in Linux',
    plain:
      'This page runs the checker itself, so it needs scripts. Nothing is loaded from a network.',
    data: { ...about, played, isFinding: false, isKnown: false },
  });
}
