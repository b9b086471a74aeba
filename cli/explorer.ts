import { defects } from '../defects/index.ts';
import { findKernel } from '../defects/kernels.ts';
import { findWorld } from '../model/worlds.ts';
import { pageOf } from '../reports/page/document.ts';
import { play } from '../reports/page/play.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { pageTemplate } from './page-template.ts';
import { version } from './shipped.ts';
import { writeResult } from './write-result.ts';

/** What it plays first: the finding of the README, on the release that had it. */
const FIRST = { defect: 'mm-pasid-drop-fork-daemon', kernel: 'linux-5.18-rc1' };

/** `pasidcheck explorer`: the page of a finding without one, for trying traces and kernels. */
export function explorer({ out }: { readonly out?: string | undefined }, console: Console): number {
  const { world, shortest } = defects.find(({ id }) => id === FIRST.defect)!;
  const trace = { world: findWorld(world), steps: shortest };
  const played = play(trace, findKernel(FIRST.kernel));
  const page = pageOf(pageTemplate(), {
    title: 'pasidcheck: explore PASIDs and pinned memory in Linux',
    plain:
      'This page runs the checker itself, so it needs scripts. Nothing is loaded from a network.',
    data: { version, played, isFinding: false, isKnown: false },
  });
  if (out === undefined) console.print(page);
  else writeResult(out, page, console);
  return exitCodes.holds;
}
