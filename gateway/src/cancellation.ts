// Goes in: a client's signal and what is to end with it. Comes out: a way to take that back. One listener for a client's
// signal, however many requests to subgraphs hang on it, and none for one made here: adding one to an EventTarget costs
// twenty times as much as this.

/** What hangs on a signal stands on the signal itself: a WeakMap costs ten times as much, most of it at collection. */
const waiting = Symbol('waiting');

interface Signal extends AbortSignal {
  [waiting]?: Set<() => void> | undefined;
}

export interface Cancellation {
  signal: AbortSignal;
  cancel(): void;
}

/** A signal of our own: what hangs on it needs no listener at all. */
export function createCancellation(): Cancellation {
  const controller = new AbortController();
  const signal: Signal = controller.signal;
  const ends = new Set<() => void>();
  signal[waiting] = ends;
  return {
    signal,
    cancel() {
      controller.abort();
      signal[waiting] = undefined;
      for (const each of ends) each();
    },
  };
}

/** Calls `end` when the signal is aborted; at once if it is already. Gives how to leave. */
export function onAbort(signal: Signal, end: () => void): () => void {
  if (signal.aborted) {
    end();
    return () => {};
  }
  let ends = signal[waiting];
  if (!ends) {
    const made = new Set<() => void>();
    ends = made;
    signal[waiting] = made;
    signal.addEventListener(
      'abort',
      () => {
        signal[waiting] = undefined;
        for (const each of made) each();
      },
      { once: true },
    );
  }
  const all = ends;
  all.add(end);
  return () => all.delete(end);
}
