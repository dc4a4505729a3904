/** Candles of one's own going in by the million, and stored ones coming out, on both databases. */
import { startPostgres, type TestServer } from "../../tests/support/servers.ts";
import { importRows } from "./imports.ts";
import { type OpenStore, readRows } from "./reads.ts";
import type { BenchSuite } from "../reporting/report.ts";
import { openEmbedded, openPostgres } from "../../server/db/connect.ts";

/** A database to measure. */
interface Place {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly open: OpenStore;
  /** Candles a second that an import has to reach. */
  readonly goalLeast: number;
}

export const candlesSuite: BenchSuite = {
  name: "candles",
  about: "a million candles imported over HTTP, and months read warm and cold, on both databases",
  workloads: ["candles.import", "candles.read"],
  long: true,
  async run(report, { quick, wants }) {
    const server = await startPostgres();
    try {
      for (const { name, env, open, goalLeast } of places(server)) {
        if (wants("candles.import")) {
          for await (const row of importRows(env, { quick, goalLeast })) {
            report({ ...row, name: `${name}: ${row.name}` });
          }
        }
        if (wants("candles.read")) {
          for await (const row of readRows(open, quick)) {
            report({ ...row, name: `${name}: ${row.name}` });
          }
        }
      }
      if (server === null) {
        report({
          suite: "candles",
          name: "PostgreSQL: not installed here",
          unit: "ms",
          samples: 0,
          median: NaN,
          p99: NaN,
        });
      }
    } finally {
      await server?.stop();
    }
  },
};

function places(server: TestServer | null): readonly Place[] {
  const embedded: Place = {
    name: "PGlite",
    env: {},
    open: (folder) => openEmbedded(`${folder}/postgres`),
    goalLeast: 50_000,
  };
  if (server === null) return [embedded];
  return [embedded, {
    name: "PostgreSQL",
    env: { DATABASE_URL: server.url },
    open: () => Promise.resolve(openPostgres(server.url)),
    goalLeast: 100_000,
  }];
}
