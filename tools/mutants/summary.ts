/** How many mutants were noticed. */

export interface Outcome {
  readonly folder: string;
  readonly noticed: boolean;
}

/** The shares by folder and of all, as lines; `share` is that of all in percent. */
export function summarize(
  outcomes: readonly Outcome[],
): { readonly lines: string[]; readonly share: number } {
  const folders = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    folders.set(outcome.folder, [...folders.get(outcome.folder) ?? [], outcome]);
  }
  const lineOf = (name: string, some: readonly Outcome[]) => {
    const noticed = some.filter((one) => one.noticed).length;
    return `${name}: ${noticed} of ${some.length} noticed (${shareOf(some).toFixed(1)} %)`;
  };
  const byFolder = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    lines: [...byFolder.map(([name, some]) => lineOf(name, some)), lineOf("all", outcomes)],
    share: shareOf(outcomes),
  };
}

function shareOf(outcomes: readonly Outcome[]): number {
  return 100 * outcomes.filter(({ noticed }) => noticed).length / outcomes.length;
}
