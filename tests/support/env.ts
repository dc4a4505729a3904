/**
 * What the tests can count on. `deno task test` starts the servers and sets these variables; a bare `deno test` runs
 * with what is there, and every test that lacks something is skipped with the reason in its name.
 */

import { FAKETIME } from "./faketime.ts";

/** A thing outside the process that some tests need. */
export type Need =
  | "postgres"
  | "redis"
  | "s3"
  | "chromium"
  | "market-data"
  | "cases"
  | "faketime"
  | "strace"
  | "tmpfs";

/** Connection settings of the throwaway servers, `null` where there is none. */
export const testEnv = {
  databaseUrl: Deno.env.get("TEST_DATABASE_URL") ?? null,
  redisUrl: Deno.env.get("TEST_REDIS_URL") ?? null,
  s3Endpoint: Deno.env.get("TEST_S3_ENDPOINT") ?? null,
  s3AccessKeyId: Deno.env.get("TEST_S3_ACCESS_KEY_ID") ?? "S3RVER",
  s3SecretAccessKey: Deno.env.get("TEST_S3_SECRET_ACCESS_KEY") ?? "S3RVER",
  /** A file with the data of a migrated PGlite. */
  pgliteSnapshot: existing(Deno.env.get("TEST_PGLITE_SNAPSHOT") ?? ""),
  chromium: existing(Deno.env.get("TEST_CHROMIUM") ?? "/usr/bin/chromium"),
  chromiumEndpoint: Deno.env.get("TEST_CHROMIUM_ENDPOINT") ?? null,
  strace: existing("/usr/bin/strace"),
  marketDataDir: existing(Deno.env.get("MARKET_DATA_DIR") ?? "../shared/market-data"),
  casesDir: existing(Deno.env.get("CASES_DIR") ?? "../shared/cases"),
} as const;

/** Chromium's switches for a quiet, offline, sandbox-less run as root. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;

const present: Record<Need, boolean> = {
  postgres: testEnv.databaseUrl !== null,
  redis: testEnv.redisUrl !== null,
  s3: testEnv.s3Endpoint !== null,
  chromium: testEnv.chromium !== null,
  strace: testEnv.strace !== null,
  tmpfs: mayMount(),
  "market-data": testEnv.marketDataDir !== null,
  cases: testEnv.casesDir !== null,
  faketime: FAKETIME !== null,
};

/** The needs in `needs` that this machine cannot meet. */
export function missing(needs: readonly Need[]): Need[] {
  return needs.filter((need) => !present[need]);
}

/**
 * Registers a test that runs only where everything in `needs` is there. Elsewhere it is skipped, and its name says what
 * was missing, so that the summary can count and name it.
 */
export function testWith(
  needs: readonly Need[],
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
  options: Omit<Deno.TestDefinition, "name" | "fn" | "ignore"> = {},
): void {
  const lacking = missing(needs);
  const ignore = lacking.length > 0;
  Deno.test({
    ...options,
    name: ignore ? `${name} [needs ${lacking.join(", ")}]` : name,
    ignore,
    fn,
  });
}

function existing(path: string): string | null {
  try {
    Deno.statSync(path);
    return path;
  } catch {
    return null;
  }
}

/** Whether this process may mount a file system: Linux' CAP_SYS_ADMIN. */
function mayMount(): boolean {
  try {
    const [, held = "0"] =
      /^CapEff:\s*([0-9a-f]+)$/m.exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
    return (BigInt(`0x${held}`) >> 21n & 1n) === 1n;
  } catch {
    return false;
  }
}
