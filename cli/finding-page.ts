import type { World } from '../model/world.ts';
import type { Trace } from '../model/trace.ts';
import { pageOf } from '../reports/page/document.ts';
import { play } from '../reports/page/play.ts';
import type { Played } from '../reports/page/played.ts';
import type { Report } from '../reports/report.ts';
import { renderText } from '../reports/text.ts';
import { pageTemplate } from './page-template.ts';
import { version } from './shipped.ts';
import type { Found } from './show.ts';

/** A finding as the page plays it. */
export function playedOf(found: Found, report: Report): Played {
  const { finding, causes } = found;
  return play(finding.trace as Trace<World>, found.version, { report, causes });
}

/** One file that explains a finding and lets its reader change it. */
export function findingPage(found: Found, report: Report): string {
  const played = playedOf(found, report);
  return pageOf(pageTemplate(), {
    title: `${report.law.title}: ${report.kernel}`,
    plain: renderText(report, { colour: false, width: 100 }),
    data: { version, played, isFinding: true, isKnown: found.isKnown },
  });
}
