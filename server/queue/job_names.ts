/** The jobs there are, by the name that travels in the queue. */
export const RUN_BACKTEST = "run_backtest";
