/** Where the result of a run is kept. */
export function resultsKey(runId: string): string {
  return `runs/${runId}/results.json`;
}
