/** What is said when an account has used all it may: by the server that refuses, and by the pages before anything is asked. */

interface Count {
  readonly used: number;
  readonly limit: number;
}

/** Why no strategy can be added and what to do; `null` while there is room. */
export function strategiesFull({ used, limit }: Count): string | null {
  if (used < limit) return null;
  // An operator may allow an account fewer than it has.
  const excess = used - limit + 1;
  const [all, remedy] = limit === 0 ? ["0 strategies", "Ask the operator for more."] : [
    limit === 1 ? "1 strategy" : `${limit} strategies`,
    `Archive ${excess === 1 ? "one" : excess} to make room.`,
  ];
  return `You have ${used} of ${all}, the beta limit. ${remedy}`;
}

/** Why no backtest can be started today; `null` while one can. Says nothing of when the count is reset. */
export function backtestsFull({ used, limit }: Count): string | null {
  if (used < limit) return null;
  return `You have run ${used} of ${
    limit === 1 ? "1 backtest" : `${limit} backtests`
  } today, the beta limit.`;
}

/** Why a backtest is not begun that could not end in the time that one may take; both in milliseconds. */
export function takesTooLong(
  { leastMs, timeoutMs }: { readonly leastMs: number; readonly timeoutMs: number },
): string {
  return `This backtest would take ${duration(leastMs)} or more, and one may take ${
    duration(timeoutMs)
  }. Choose a shorter period, a longer timeframe, or fewer blocks.`;
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 120) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
