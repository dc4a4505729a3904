/**
 * Whether it holds: what is left after losses of power at many moments, after kills of the embedded app, and after kills and
 * outages in production. The figures are counts of what went wrong: all have to be 0.
 */
import { RecordedSession, seeded } from "../../tests/holds/power_loss.ts";
import type { Unsynced } from "../../tests/holds/recorded_disk.ts";
import {
  productionRunsUnderFaults,
  runsUnderKills,
  type Toll,
} from "../../tests/holds/runs_under_faults.ts";
import { startPostgres, startRedis, startS3 } from "../../tests/support/servers.ts";
import type { BenchRow, BenchSuite, Report } from "../reporting/report.ts";

const RUNS = 300;
const UNSYNCED: readonly Unsynced[] = ["lost", "some", "kept"];

export const holdsSuite: BenchSuite = {
  name: "holds",
  about: "what is lost, doubled or stuck after losses of power, kills and outages",
  workloads: ["power", "kills", "outages"],
  long: true,
  async run(report, { quick, wants }) {
    if (wants("power")) await power(report, quick ? 6 : 300);
    const runs = quick ? 12 : RUNS;
    if (wants("kills")) {
      const toll = await runsUnderKills({ runs, kills: quick ? 1 : 45, outages: 0, seed: 1 });
      reportToll(report, "embedded", toll);
    }
    if (wants("outages")) await production(report, runs, quick);
  },
};

async function power(report: Report, cuts: number): Promise<void> {
  const session = await RecordedSession.record();
  const random = seeded(1);
  let wrong = 0;
  let note = "";
  try {
    const { begin, end, answers } = session;
    for (let n = 0; n < cuts; n++) {
      // Every moment once in a while, and each of those right after an answer.
      const moment = n % 3 === 0
        ? answers[Math.floor(random() * answers.length)]!
        : Math.round(begin + (n / cuts) * (end - begin));
      await session.lose({ moment, unsynced: UNSYNCED[n % 3]! }, random).catch((error) => {
        wrong++;
        note = error instanceof Error ? error.message.split("\n")[0] ?? "" : String(error);
      });
    }
    report({
      ...count(`power lost at ${cuts} of ${end - begin} moments: lost or damaged`, cuts, wrong),
      ...(note ? { note } : {}),
    });
  } finally {
    await session.dispose();
  }
}

async function production(report: Report, runs: number, quick: boolean): Promise<void> {
  const servers = [await startPostgres(), await startRedis(), await startS3()] as const;
  const [postgres, redis, s3] = servers;
  const name = "PostgreSQL + Redis + S3";
  try {
    if (!postgres || !redis) {
      report(count(`${name}: not installed here`, 0, NaN));
      return;
    }
    const faults = { runs, kills: quick ? 1 : 20, outages: quick ? 1 : 15, seed: 1 };
    const urls = { database: postgres.url, redis: redis.url, s3: s3.url };
    reportToll(report, name, await productionRunsUnderFaults(urls, faults));
  } finally {
    for (const server of servers) await server?.stop();
  }
}

function reportToll(report: Report, where: string, toll: Toll): void {
  const { accepted, unanswered, kills, outages } = toll;
  const faults = outages > 0 ? `${kills} kills, ${outages} outages` : `${kills} kills`;
  for (const what of ["lost", "doubled", "stuck", "wrong", "failed"] as const) {
    report(
      count(
        `${where}, ${accepted} runs, ${faults}, ${unanswered} unanswered: ${what}`,
        accepted,
        toll[what],
      ),
    );
  }
}

function count(name: string, samples: number, value: number): BenchRow {
  return { suite: "holds", name, unit: "count", samples, median: value, p99: value, goal: 0 };
}
