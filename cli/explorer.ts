import { explorerPage } from '../reports/page/explorer-page.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { pageTemplate } from './page-template.ts';
import { version } from './shipped.ts';
import { writeResult } from './write-result.ts';

/** `pasidcheck explorer`: the page of a finding without one, for trying traces and kernels. */
export function explorer({ out }: { readonly out?: string | undefined }, console: Console): number {
  const page = explorerPage(pageTemplate(), { version });
  if (out === undefined) console.print(page);
  else writeResult(out, page, console);
  return exitCodes.holds;
}
