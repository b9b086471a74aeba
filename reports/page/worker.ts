import { InputError } from '../../model/input-error.ts';
import type { Reply, Request } from './protocol.ts';
import { serve } from './serve.ts';

/** The part of a worker of a browser that is used here. */
interface Scope {
  addEventListener(kind: 'message', hear: (event: { readonly data: Asked }) => void): void;
  postMessage(reply: Reply): void;
}

export interface Asked {
  readonly id: number;
  readonly request: Request;
}

const scope = globalThis as unknown as Scope;

scope.addEventListener('message', ({ data: { id, request } }) => {
  try {
    const value = serve(request, (progress) =>
      scope.postMessage({ id, kind: 'progress', value: progress }),
    );
    scope.postMessage({ id, kind: 'result', value });
  } catch (error) {
    const says =
      error instanceof InputError
        ? error.message
        : `internal error, please report it: ${(error as Error).stack ?? String(error)}`;
    scope.postMessage({ id, kind: 'refused', says });
  }
});
