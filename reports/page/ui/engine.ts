import { unpacked } from './unpack.ts';
import type { Progress, Reply, Request, Results } from '../protocol.ts';

/** A request that the worker refused, in one line for the reader; or that was stopped. */
export class Refused extends Error {}

interface Pending {
  readonly done: (value: unknown) => void;
  readonly fail: (error: Refused) => void;
  readonly progress: (progress: Progress) => void;
}

/** The address of the code of workers, made when the first of them is started. @param packed - as `npm run build` packs it */
export function codeOf(packed: string): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () =>
    (made ??= unpacked(packed).then((code) =>
      URL.createObjectURL(new Blob([code], { type: 'text/javascript' })),
    ));
}

/** The checker, in a worker of its own: the page never waits for it. */
export class Engine {
  readonly #code: () => Promise<string>;
  #worker: Promise<Worker> | undefined;
  readonly #pending = new Map<number, Pending>();
  #next = 0;

  constructor(code: () => Promise<string>) {
    this.#code = code;
  }

  ask<K extends Request['kind']>(
    request: Extract<Request, { kind: K }>,
    progress: (progress: Progress) => void = () => {},
  ): Promise<Results[K]> {
    const id = this.#next++;
    return new Promise<Results[K]>((done, fail) => {
      this.#pending.set(id, { done: done as (value: unknown) => void, fail, progress });
      const worker = (this.#worker ??= this.#start());
      worker.then(
        (one) => {
          if (this.#pending.has(id)) one.postMessage({ id, request });
        },
        (error: Error) => this.#failAll(`the checker does not start: ${error.message}`),
      );
    });
  }

  /** Ends everything that runs. The next request starts anew. */
  stop(): void {
    void this.#worker?.then((worker) => worker.terminate());
    this.#worker = undefined;
    this.#failAll('stopped');
  }

  #failAll(why: string): void {
    for (const { fail } of this.#pending.values()) fail(new Refused(why));
    this.#pending.clear();
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(await this.#code());
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.#hear(data));
    worker.addEventListener('error', ({ message }) => this.#failAll(message));
    return worker;
  }

  #hear(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    if (reply.kind === 'progress') return pending.progress(reply.value);
    this.#pending.delete(reply.id);
    if (reply.kind === 'result') pending.done(reply.value);
    else pending.fail(new Refused(reply.says));
  }
}
