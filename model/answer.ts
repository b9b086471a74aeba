import { cut, shown } from './shown.ts';

/**
 * The answer of one command as its caller sees it. It has the same shape for every command, so that the loop that
 * runs millions of them stays fast: `errno` 0 is success, and `value` is then what the command
 * returns (see each command: a PASID, the mm that a DMA reached, or nothing).
 */
export interface Answer {
  readonly errno: Errno;
  readonly value: number;
  /** The error of an implementation that threw: `TypeError: x is not a function`. */
  readonly thrown?: string;
}

/** Names as in include/uapi/asm-generic/errno*.h, then signals and outcomes that are not errnos. */
export const errnos = [
  'OK',
  'EBADF',
  'EBUSY',
  'EEXIST',
  'EFAULT',
  'EINVAL',
  'ENODEV',
  'ENOENT',
  'ENOMEM',
  'ENOSPC',
  'ENXIO',
  'EPERM',
  'EOVERFLOW',
  'ESRCH',
  'E2BIG',
  'EACCES',
  'EDEADLOCK',
  'EINTR',
  'EIO',
  'ENOTTY',
  /** The access raised this signal. */
  'SIGSEGV',
  'SIGBUS',
  /** The call never returned: its task waits for an event that cannot happen. */
  'HUNG',
  /** The kernel oopsed in this call and killed the task. */
  'OOPS',
  /** The call has not returned yet: it is suspended at a point, or it waits. */
  'PAUSED',
  /** The implementation threw instead of answering. Linux never does. */
  'THREW',
] as const;

export type ErrnoName = (typeof errnos)[number];
/** Index into `errnos`. */
export type Errno = number & { readonly errno?: never };

export const errno = Object.fromEntries(errnos.map((name, i) => [name, i])) as Readonly<
  Record<ErrnoName, Errno>
>;

/** Words for refusals that are not errnos, listed after the errnos; their numbers mean nothing. */
const words: string[] = [...errnos];

export function errnoName(e: Errno): string {
  return words[e]!;
}

export const success: Answer = { errno: errno.OK, value: 0 };

export function ok(value: number): Answer {
  return { errno: errno.OK, value };
}

const failures: Answer[] = errnos.map((_, e) => ({ errno: e, value: 0 }));

export function failed(name: ErrnoName): Answer {
  return failures[errno[name]] as Answer;
}

/** The answer of an implementation that threw this error. Its state is unknown afterwards, so the trace ends there. */
export function threw(error: unknown): Answer {
  return { errno: errno.THREW, value: 0, thrown: cut(firstLine(error), THROWN_MAX) };
}

/** The largest length of the text of an error. */
const THROWN_MAX = 200;

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : shown(error);
  return text.split('\n', 1)[0]!;
}

/** The command was refused, with a word that the system defines: `refused('empty')`. An errno is also such a word. */
export function refused(word: string): Answer {
  const known = words.indexOf(word);
  if (known >= 0) return failures[known]!;
  const answer: Answer = { errno: words.length, value: 0 };
  words.push(word);
  failures.push(answer);
  return answer;
}
