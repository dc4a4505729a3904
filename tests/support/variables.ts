/** The environment variables that tests and the tasks around them read; `docs/settings.md` lists them. */
export const TEST_VARIABLES = {
  TEST_DATABASE_URL: "A throwaway PostgreSQL; `deno task test` starts one.",
  TEST_REDIS_URL: "A throwaway Redis; `deno task test` starts one.",
  TEST_S3_ENDPOINT: "A throwaway S3 server; `deno task test` starts one.",
  TEST_S3_ACCESS_KEY_ID: "The name of its key.",
  TEST_S3_SECRET_ACCESS_KEY: "The secret of its key.",
  TEST_PGLITE_SNAPSHOT: "A file with the data of a migrated PGlite; `deno task test` makes one.",
  TEST_CHROMIUM: "The Chromium for browser tests. Default: `/usr/bin/chromium`.",
  TEST_CHROMIUM_ENDPOINT:
    "The address of a Chromium that runs already; `deno task test` starts one.",
  TEST_LATE_PAGES:
    "How late frames, timers and answers of pages are in browser tests, milliseconds.",
  TEST_SUMMARY_FILE: "Where `deno task test` writes its summary too.",
  REQUIRE_ALL: "1: `deno task test` fails when a test was skipped.",
  FAST_CHECK_SEED: "The seed of the property tests.",
  MARKET_DATA_DIR:
    "The folder of real candles that some tests read. Default: `../shared/market-data`.",
  CASES_DIR: "The folder of small candle files that some tests read. Default: `../shared/cases`.",
} as const;
