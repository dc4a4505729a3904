/** Many runs of one strategy with other numbers: the engine's door for sweeps. Pages load it where values are tried out. */
export { runSweep, type SweepResult } from "./sweep/run_sweep.ts";
