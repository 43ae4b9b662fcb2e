// Goes in: a client's signal and what is to end with it. Comes out: a way to take that back. One listener for a client's
// signal, however many requests to subgraphs hang on it, and none for one made here: adding one to an EventTarget costs
// twenty times as much as this.

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

export interface Cancellation {
  signal: AbortSignal;
  cancel(): void;
}

/** A signal of our own: what hangs on it needs no listener at all. */
export function createCancellation(): Cancellation {
  const controller = new AbortController();
  const { signal } = controller;
  const ends = new Set<() => void>();
  waiting.set(signal, ends);
  return {
    signal,
    cancel() {
      controller.abort();
      waiting.delete(signal);
      for (const each of ends) each();
    },
  };
}

/** Calls `end` when the signal is aborted; at once if it is already. Gives how to leave. */
export function onAbort(signal: AbortSignal, end: () => void): () => void {
  if (signal.aborted) {
    end();
    return () => {};
  }
  let ends = waiting.get(signal);
  if (!ends) {
    const made = new Set<() => void>();
    ends = made;
    waiting.set(signal, made);
    signal.addEventListener(
      'abort',
      () => {
        waiting.delete(signal);
        for (const each of made) each();
      },
      { once: true },
    );
  }
  const all = ends;
  all.add(end);
  return () => all.delete(end);
}
