/** How much of the code the tests run, by room of the project. */

/** Least share of lines that tests must run, in rooms where a browser is not needed to run them. */
export const COVERAGE_FLOOR = 0.85;
export const COVERED_ROOMS = ["engine", "server", "studio", "contracts"] as const;

export interface RoomCoverage {
  readonly room: string;
  /** Lines with code in the modules that any test loaded. */
  readonly lines: number;
  readonly covered: number;
}

/**
 * Adds up an LCOV report, one entry for each of {@link COVERED_ROOMS}; tests and what only tests use are not counted.
 *
 * @param root the folder of the project, as the report's paths begin
 */
export function readCoverage(lcov: string, root: string): RoomCoverage[] {
  const totals = new Map<string, { lines: number; covered: number }>(
    COVERED_ROOMS.map((room) => [room, { lines: 0, covered: 0 }]),
  );
  for (const record of lcov.split("end_of_record")) {
    const file = /^SF:(.*)$/m.exec(record)?.[1] ?? "";
    if (!file.startsWith(root)) continue;
    const path = file.slice(root.length).replace(/^\//, "");
    const total = totals.get(path.split("/")[0] ?? "");
    if (!total || /_test\.tsx?$/.test(path) || path.includes("/testing/")) continue;
    for (const [, count] of record.matchAll(/^DA:\d+,(\d+)/gm)) {
      total.lines++;
      if (count !== "0") total.covered++;
    }
  }
  return [...totals].map(([room, total]) => ({ room, ...total }));
}

/** Lines to print, and one sentence for each room below the floor. A room without a line was not looked at, which is below. */
export function judgeCoverage(
  rooms: readonly RoomCoverage[],
): { readonly report: readonly string[]; readonly failures: readonly string[] } {
  const share = ({ lines, covered }: RoomCoverage) => lines === 0 ? 0 : covered / lines;
  // Rounded down: 84.99 % is not 85 %.
  const percent = (value: number) => `${(Math.floor(value * 1000) / 10).toFixed(1)} %`;
  return {
    report: rooms.map((one) =>
      `coverage: ${one.room} ${percent(share(one))} of ${one.lines} lines`
    ),
    failures: rooms.filter((one) => share(one) < COVERAGE_FLOOR).map((one) =>
      `coverage: ${one.room} has ${percent(share(one))} of its lines run by tests, below ${
        percent(COVERAGE_FLOOR)
      }`
    ),
  };
}
