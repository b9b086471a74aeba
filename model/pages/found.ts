import type { State } from '../state.ts';
import type { PagesOfProcesses } from './state.ts';

/** For a command that replaces pages of a process: which there were before it. */
export function pagesOf(s: State): PagesOfProcesses {
  return s.pages.pages;
}

/** For a command that finds pages first and decides later, with no lock over both: acts on the pages that there were. */
export function withPages(s: State, pages: unknown, act: () => void): void {
  s.pages.withPages(pages as PagesOfProcesses, act);
}
