import { basename, join } from 'node:path';
import { readFolder } from '../campaign/corpus.ts';
import { InputError } from '../model/input-error.ts';
import { type IndexEntry, indexPage } from '../reports/page/index-page.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { complaint } from './complaint.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { findingPage } from './finding-page.ts';
import { foundIn } from './found-in.ts';
import { reportOf } from './show.ts';
import { writeResult } from './write-result.ts';

const OUT = join('out', 'report');

/**
 * The findings of a folder as pages, and an index of them. 2 if none could be explained; a file that breaks nothing, or is
 * damaged, is named and left out.
 */
export function reportFolder(
  folder: string,
  { format, out = OUT }: { readonly format: string; readonly out?: string | undefined },
  console: Console,
): number {
  if (format !== 'html' && format !== 'text')
    throw new InputError(
      `${folder} is a folder, and --format is ${format}; expected html, or a file`,
    );
  const { traces, damaged } = readFolder(folder);
  const entries: IndexEntry[] = [];
  const taken = new Set(['index']);
  for (const { file, why } of damaged) console.note(complaint(`left out: ${file}: ${why}`));
  for (const { file, stored } of traces) {
    try {
      const found = foundIn(stored, file, file);
      const { finding, isKnown, causes } = found;
      const report = reportOf(found, console);
      const page = pageFor(file, taken);
      writeResult(join(out, page), findingPage(found, report), { note: () => {} });
      entries.push({
        page,
        law: finding.law,
        title: report.law.title,
        placeSays: report.placeSays,
        kernel: finding.kernel,
        world: report.worldWritten,
        commands: lengthOfTrace(finding.trace),
        grade: finding.grade,
        isKnown,
        causes: causes.map(({ id }) => id),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      console.note(complaint(`left out: ${error.message}`));
    }
  }
  if (entries.length === 0)
    throw new InputError(`${folder}: no trace in it breaks a law; expected findings`);
  writeResult(join(out, 'index.html'), indexPage(entries), console);
  console.print(
    `${entries.length} ${entries.length === 1 ? 'finding' : 'findings'} in ${join(out, 'index.html')}\n`,
  );
  return exitCodes.holds;
}

/** The name of a page: that of its trace, with its ending if another page has that name already. */
function pageFor(file: string, taken: Set<string>): string {
  const short = basename(file).replace(/\.(json|txt)$/, '');
  const name = taken.has(short.toLowerCase()) ? basename(file).replaceAll('.', '-') : short;
  taken.add(name.toLowerCase());
  return `${name}.html`;
}
