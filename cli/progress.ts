import type { StatusStream } from './console.ts';
import type { Progress } from '../checker/search-options.ts';

/** The progress line: one rewritten line on a terminal, otherwise a new line every 30 seconds. */
export class ProgressLine {
  readonly #out: StatusStream;
  readonly #start: number;
  readonly #now: () => number;
  #last: number;
  #shown = false;

  constructor(out: StatusStream, now: () => number) {
    this.#out = out;
    this.#now = now;
    this.#start = this.#last = now();
  }

  /** Call it often; it reads the clock and limits the output. */
  tell(what: string, progress: Progress): void {
    this.sometimes(() => {
      const seconds = (this.#now() - this.#start) / 1000;
      const rate = Math.round(progress.commands / seconds / 1000);
      const known = progress.known ? `, ${progress.known} known` : '';
      return `${what}: ${seconds.toFixed(0)} s, ${progress.commands.toLocaleString('en')} commands (${rate} k/s), goals ${progress.coverage.reached}, findings ${progress.findings}${known}`;
    });
  }

  /** Shows the line if the last one was long enough ago. */
  sometimes(line: () => string): void {
    const now = this.#now();
    if (now - this.#last < (this.#out.isTTY ? 200 : 30_000)) return;
    this.#last = now;
    this.line(line());
  }

  line(text: string): void {
    if (!this.#out.isTTY) {
      this.#out.write(`${text}\n`);
      return;
    }
    const width = Math.max(20, this.#out.columns || 80) - 1;
    this.#out.write(`\r\u001b[K${text.slice(0, width)}`);
    this.#shown = true;
  }

  /** Clears the line before other output. */
  clear(): void {
    if (this.#shown) this.#out.write('\r\u001b[K');
    this.#shown = false;
  }
}
