import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { lockDataDir } from "../server/db/data_dir_lock.ts";
import { inheritedEnv } from "../tests/support/app_process.ts";

const tool = fileURLToPath(new URL("./candles.ts", import.meta.url));
const START = Date.UTC(2021, 0, 1);

async function run(dataDir: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", tool, ...args],
    clearEnv: true,
    env: { ...inheritedEnv(), DATA_DIR: dataDir },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

async function withFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function csv(prices: readonly (number | string)[]): string {
  const rows = prices.map((price, i) => `${START + i * 3_600_000},${price},110,90,${price},1.5`);
  return ["timestamp,open,high,low,close,volume", ...rows].join("\n") + "\n";
}

Deno.test("candles: import, import again, list", async () => {
  await withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const file = join(folder, "mine.csv");
    await Deno.writeTextFile(file, csv([100, 101, 102]));
    const args = ["import", file, "--asset", "btc/usdt", "--timeframe", "1h"];
    const first = await run(dataDir, ...args);
    assert.deepEqual([first.code, first.err], [0, ""]);
    assert.equal(
      first.out,
      "3 candles of BTC/USDT 1h, 2021-01-01 00:00 to 2021-01-01 02:00 UTC: 3 new, 0 already stored.\n",
    );
    await Deno.writeTextFile(file, csv([100, 101, 102.5, 103]));
    const second = await run(dataDir, ...args);
    assert.equal(
      second.out,
      "4 candles of BTC/USDT 1h, 2021-01-01 00:00 to 2021-01-01 03:00 UTC: 1 new, 3 already stored.\n" +
        "1 candle in the file differs from what is stored. " +
        "What is stored was kept: a closed candle is never changed.\n",
    );
    const list = await run(dataDir, "list");
    assert.equal(list.code, 0);
    const lines = list.out.trim().split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(lines[0], [
      "asset",
      "timeframe",
      "venue",
      "first (UTC)",
      "last (UTC)",
      "candles",
      "gaps",
    ]);
    assert.deepEqual(lines[1], [
      "BTC/USDT",
      "1h",
      "binance",
      "2021-01-01 00:00",
      "2021-01-01 03:00",
      "4",
      "0",
    ]);
    assert.deepEqual(lines.slice(2).map((line) => line.slice(0, 3).join(" ")), [
      "DEMO/USDT 1h synthetic",
      "DEMO/USDT 4h synthetic",
      "DEMO/USDT 1d synthetic",
    ]);
  });
});

Deno.test("candles: a broken file is refused with its line, and nothing is stored", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "broken.csv");
    await Deno.writeTextFile(file, csv([100, "abc", 102]));
    const result = await run(
      join(folder, "data"),
      ...["import", file, "--asset", "BTC/USDT", "--timeframe", "1h"],
    );
    assert.equal(result.code, 2);
    assert.equal(result.out, "");
    assert.match(result.err, /broken\.csv was not imported\. line 3: /);
    const list = await run(join(folder, "data"), "list");
    assert.match(list.out, /No real candles are stored yet/);
  });
});

Deno.test("candles: beside a running server the embedded database refuses, naming it", async () => {
  await withFolder(async (folder) => {
    const lock = await lockDataDir(folder);
    try {
      const result = await run(folder, "list");
      assert.equal(result.code, 1);
      assert.match(result.err, new RegExp(`in use by process ${Deno.pid}`));
      assert.doesNotMatch(result.err, /\bat .*\.ts:/);
    } finally {
      lock.release();
    }
  });
});

Deno.test("candles: a wrong command line says what was expected, without touching a database", async () => {
  const cases: [string[], RegExp][] = [
    [[], /Say what to do: "import FILE" or "list"\./],
    [["export"], /There is no command "export"/],
    [["import"], /Name the file to import/],
    [["import", "a.csv", "--timeframe", "1h"], /Name the asset/],
    [["import", "a.csv", "--asset", "BTC/USDT"], /Name the timeframe/],
    [["import", "a.csv", "--colour", "red"], /--colour/],
  ];
  const results = await Promise.all(cases.map(([args]) => run("/nowhere", ...args)));
  for (const [i, [args, expected]] of cases.entries()) {
    assert.equal(results[i]?.code, 2, args.join(" "));
    assert.match(results[i]?.err ?? "", expected);
  }
  const help = await run("/nowhere", "--help");
  assert.equal(help.code, 0);
  assert.match(help.out, /deno task candles import FILE --asset BTC\/USDT --timeframe 1h/);
});

Deno.test("candles: an asset that is not on offer, a file that is not there", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "mine.csv");
    await Deno.writeTextFile(file, csv([100]));
    const asset = await run(folder, "import", file, "--asset", "EUR/USD", "--timeframe", "1h");
    assert.equal(asset.code, 2);
    assert.match(asset.err, /"EUR\/USD" is not on offer\. There are BTC\/USDT/);
    const absent = await run(
      folder,
      ...["import", join(folder, "no.csv"), "--asset", "BTC/USDT", "--timeframe", "1h"],
    );
    assert.equal(absent.code, 2);
    assert.match(absent.err, /no\.csv cannot be read\. There is no such file\./);
  });
});
