import { inAscii } from './ascii.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';
import { breakingMoment, reason } from './story.ts';
import { renderText } from './text.ts';
import { wrap } from './wrap.ts';

/** The width of a mail to a list. */
const WIDTH = 72;

/**
 * A finding as a mail in plain ASCII: the subject, what broke and why that matters, how to run it again, and the whole
 * report. A line of the trace is never broken, because it is pasted into a shell.
 *
 * @param trace - the trace as text, with its kernel and world
 */
export function renderMail(report: Report, trace: string): string {
  const r = asciiOf(printable(report));
  const paragraphs = [
    folded(`Subject: [pasidcheck] ${r.kernel}: ${r.law.title}`),
    wrap(`${breakingMoment(r)}: ${r.witness}`, WIDTH).join('\n'),
    wrap(reason(r), WIDTH).join('\n'),
    wrap(
      `This was found in a simulation of this ${r.subject}, not on a machine. To run it again (Node is enough):`,
      WIDTH,
    ).join('\n'),
    ["npx pasidcheck replay - <<'END'", ...inAscii(trace).trimEnd().split('\n'), 'END']
      .map((line) => `    ${line}`)
      .join('\n'),
    '--8<--',
    renderText(r, { colour: false, width: WIDTH }),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** A header on several lines: each further one begins with a space (RFC 5322, 2.2.3). */
function folded(header: string): string {
  return wrap(header, WIDTH - 1).join('\n ');
}

/** Every string of it in ASCII, before anything is laid out: some signs get wider. */
function asciiOf<T>(data: T): T {
  if (typeof data === 'string') return inAscii(data) as T;
  if (Array.isArray(data)) return data.map(asciiOf) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, asciiOf(value)])) as T;
}
