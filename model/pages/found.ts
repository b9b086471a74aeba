import type { State } from '../state.ts';
import type { PagesOfProcesses } from './state.ts';

/** For a command that replaces pages of a process: the pages before it. */
export function pagesOf(s: State): PagesOfProcesses {
  return s.pages.pages;
}

/** For a command that first finds pages and later decides, with no lock over both: acts on the earlier pages. */
export function withPages(s: State, pages: unknown, act: () => void): void {
  s.pages.withPages(pages as PagesOfProcesses, act);
}
