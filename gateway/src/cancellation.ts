// Goes in: a client's signal and what is to end with it. Comes out: a way to take that back. One listener for each signal,
// however many requests to subgraphs hang on it: adding one to an EventTarget costs twenty times as much as this.

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

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
