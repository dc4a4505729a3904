/** Being asked to stop. */

export interface StopRequest {
  readonly signal: AbortSignal;
  /** Resolves when SIGTERM or SIGINT arrives. */
  readonly asked: Promise<void>;
  dispose(): void;
}

/** Listens for SIGTERM and SIGINT. A second one ends the process at once. */
export function untilAskedToStop(): StopRequest {
  const abort = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const onSignal = () => {
    if (abort.signal.aborted) Deno.exit(130);
    abort.abort();
    resolve();
  };
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  return {
    signal: abort.signal,
    asked: promise,
    dispose() {
      for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
    },
  };
}
