import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { lockDataDir } from "../server/db/data_dir_lock.ts";
import { inheritedEnv } from "../tests/support/program.ts";
import { CANDLE_CASES, casePath } from "../tests/support/candle_cases.ts";
import { fillDataDir } from "../tests/support/data_dir.ts";
import { testWith } from "../tests/support/env.ts";
import { zipOf } from "../tests/support/zip.ts";
import { runCandles } from "./candles.ts";

const tool = fileURLToPath(new URL("./candles.ts", import.meta.url));
const START = Date.UTC(2021, 0, 1);

/** The command as a program of its own. */
async function runProgram(dataDir: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", tool, ...args],
    clearEnv: true,
    env: { ...inheritedEnv(), DATA_DIR: dataDir },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

/** The command in this process, where nobody sits at a terminal: a program of its own takes seconds to start. */
async function run(dataDir: string, ...args: string[]) {
  const printed = { out: "", err: "" };
  const code = await runCandles(args, {
    out: (line) => printed.out += `${line}\n`,
    err: (line) => printed.err += `${line}\n`,
    ask: () => null,
    environment: () => Promise.resolve({ ...inheritedEnv(), DATA_DIR: dataDir }),
  });
  return { code, ...printed };
}

/** With a folder in which `data` is a data folder that has been opened before. */
async function withFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  await fillDataDir(join(folder, "data"));
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
    // Nothing has been opened there before.
    const dataDir = join(folder, "new");
    const file = join(folder, "mine.csv");
    await Deno.writeTextFile(file, csv([100, 101, 102]));
    const args = ["import", file, "--asset", "btc/usdt", "--timeframe", "1h"];
    const first = await runProgram(dataDir, ...args);
    assert.deepEqual([first.code, first.err], [0, ""]);
    assert.equal(
      first.out,
      "3 candles of BTC/USDT 1h, 2021-01-01 00:00 to 2021-01-01 02:00 UTC: 3 new, 0 already stored.\n",
    );
    assert.match((await runProgram(dataDir, ...args)).out, /: 0 new, 3 already stored\.\n$/);
    await Deno.writeTextFile(file, csv([100, 101, 102, 103]));
    assert.match((await runProgram(dataDir, ...args)).out, /: 1 new, 3 already stored\.\n$/);
    const list = await runProgram(dataDir, "list");
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
      "DEMO/USDT 15m synthetic",
      "DEMO/USDT 1h synthetic",
      "DEMO/USDT 4h synthetic",
      "DEMO/USDT 1d synthetic",
      "DEMO/USDT 1w synthetic",
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
      const result = await runProgram(folder, "list");
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
  const help = await runProgram("/nowhere", "--help");
  assert.equal(help.code, 0);
  assert.match(help.out, /deno task candles import FILE --asset BTC\/USDT --timeframe 1h/);
});

Deno.test("candles: an asset that is not on offer, a file that is not there", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "mine.csv");
    await Deno.writeTextFile(file, csv([100]));
    const dataDir = join(folder, "data");
    const asset = await run(dataDir, "import", file, "--asset", "EUR/USD", "--timeframe", "1h");
    assert.equal(asset.code, 2);
    assert.match(asset.err, /"EUR\/USD" is not on offer\. There are BTC\/USDT/);
    const absent = await run(
      dataDir,
      ...["import", join(folder, "no.csv"), "--asset", "BTC/USDT", "--timeframe", "1h"],
    );
    assert.equal(absent.code, 2);
    assert.match(absent.err, /no\.csv cannot be read\. There is no such file\./);
  });
});

Deno.test("candles: a file that differs from what is stored is imported only with a choice", async () => {
  await withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const file = join(folder, "mine.csv");
    const args = ["import", file, "--asset", "BTC/USDT", "--timeframe", "1h"];
    await Deno.writeTextFile(file, csv([100, 101, 102]));
    await run(dataDir, ...args);
    await Deno.writeTextFile(file, csv([100, 101, 102.5, 103]));
    for (let time = 0; time < 2; time++) {
      const undecided = await run(dataDir, ...args);
      assert.deepEqual([undecided.code, undecided.out], [2, ""], "and nothing was stored");
      assert.equal(
        undecided.err,
        "1 candle of the file differs from what is stored.\n" +
          "  2021-01-01 02:00 UTC: open 102 is stored, 102.5 is in the file; " +
          "close 102 is stored, 102.5 is in the file.\n" +
          `${file} was not imported. ` +
          "Add --keep to keep the stored candles, or --replace to take those of the file.\n",
      );
    }
    const kept = await run(dataDir, ...args, "--keep");
    assert.equal(kept.code, 0);
    assert.match(
      kept.out,
      /: 1 new, 3 already stored\.\n1 candle of the file differs .*\. What is stored was kept\.\n$/,
    );
    const replaced = await run(dataDir, ...args, "--replace");
    assert.equal(replaced.code, 0);
    assert.match(replaced.out, /: 0 new, 3 already stored, 1 replaced\.\n$/);
    assert.match((await run(dataDir, ...args)).out, /: 0 new, 4 already stored\.\n$/);
    const both = await run(dataDir, ...args, "--keep", "--replace");
    assert.deepEqual([both.code, /not both/.test(both.err)], [2, true]);
  });
});

Deno.test("candles: on a terminal the person is asked what to do with candles that differ", async () => {
  await withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const file = join(folder, "mine.csv");
    const args = ["import", file, "--asset", "BTC/USDT", "--timeframe", "1h"];
    await Deno.writeTextFile(file, csv([100, 101]));
    await run(dataDir, ...args);
    await Deno.writeTextFile(file, csv([100, 101.5]));
    const answered = async (answer: string) => {
      // `script` gives the program a terminal.
      const command = [Deno.execPath(), "run", "-A", "--no-check", tool, ...args].join(" ");
      const child = new Deno.Command("script", {
        args: ["-qec", command, "/dev/null"],
        clearEnv: true,
        env: { ...inheritedEnv(), DATA_DIR: dataDir, NO_COLOR: "1" },
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(`${answer}\n`));
      const { code, stdout } = await child.output();
      await writer.close().catch(() => {});
      return { code, shown: new TextDecoder().decode(stdout) };
    };
    const cancelled = await answered("cancel");
    assert.equal(cancelled.code, 2);
    assert.match(
      cancelled.shown,
      /1 candle of the file differs.*Keep the stored candles, or replace them\?/s,
    );
    const replaced = await answered("replace");
    assert.equal(replaced.code, 0);
    assert.match(replaced.shown, /0 new, 1 already stored, 1 replaced/);
  });
});

testWith(
  ["cases"],
  "candles: every file of the cases is imported as what it is, or refused",
  async () => {
    await withFolder(async (folder) => {
      const dataDir = join(folder, "data");
      for (const entry of CANDLE_CASES) {
        const path = casePath(entry.file);
        const args = ["import", path, "--asset", "BTC/USDT", "--timeframe", entry.timeframe];
        const result = await run(dataDir, ...args);
        if ("refused" in entry) {
          assert.equal(result.code, 2, entry.file);
          assert.match(result.err, entry.refused);
        } else if (entry.reads === "revised") {
          assert.equal(result.code, 2);
          assert.match(
            result.err,
            /^1 candle of the file differs from what is stored\.\n {2}2021-.* UTC: volume /,
          );
        } else {
          assert.deepEqual([result.code, result.err], [0, ""], entry.file);
          const isNew = entry.file === "00_base" || entry.reads === "days";
          assert.match(
            result.out,
            isNew ? /: 60 new, 0 already/ : /: 0 new, 60 already/,
            entry.file,
          );
        }
      }
    });
  },
);

Deno.test("candles: packed files, and files that are none", async () => {
  await withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const rest = ["--asset", "BTC/USDT", "--timeframe", "1h"];
    const packed = join(folder, "mine.zip");
    await Deno.writeFile(packed, await zipOf({ "mine.csv": csv([100, 101]) }));
    assert.match((await run(dataDir, "import", packed, ...rest)).out, /: 2 new/);
    const two = join(folder, "two.zip");
    await Deno.writeFile(two, await zipOf({ "a.csv": csv([1]), "b.csv": csv([2]) }));
    const refused = await run(dataDir, "import", two, ...rest);
    assert.deepEqual([refused.code, refused.out], [2, ""]);
    assert.match(
      refused.err,
      /two\.zip was not imported\. The ZIP holds 2 files \(a\.csv, b\.csv\)/,
    );
    const bare = join(folder, "bare.csv");
    await Deno.writeTextFile(bare, csv([100, 101]).replaceAll(/,[^,\n]*$/gm, ""));
    const without = await run(dataDir, "import", bare, ...rest);
    assert.match(without.err, /The file has no volume\. Candles that everybody uses need one\./);
  });
});
