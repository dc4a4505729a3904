/** Uncaught errors: logged like any other, then the process ends, because its state is not known any more. */
import { describeError, type Logger } from "../logging/log.ts";

/** Listens until disposed. What was under way is taken up again after the restart: rows are the truth, and leases end. */
export function logUncaught(
  log: Logger,
  exit: (code: number) => void = Deno.exit,
  /** Waits for what is to be told before the end. */
  reports: { close(): Promise<void> } | null = null,
): { dispose(): void } {
  const end = (message: string, error: unknown) => {
    log.error(message, { error: describeError(error) });
    if (reports === null) exit(1);
    else void reports.close().finally(() => exit(1));
  };
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    end("an error was not caught", event.error ?? new Error(event.message));
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    end("a rejected promise was not handled", event.reason);
  };
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return {
    dispose() {
      globalThis.removeEventListener("error", onError);
      globalThis.removeEventListener("unhandledrejection", onRejection);
    },
  };
}
