/** Where the result of a run is kept; named by what it was until results were packed, so that all are found alike. */
export function resultsKey(runId: string): string {
  return `runs/${runId}/results.json`;
}

/** Where it is kept how far a run can be trusted. */
export function robustnessKey(runId: string): string {
  return `runs/${runId}/robustness.json`;
}
