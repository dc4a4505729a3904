import assert from "node:assert/strict";
import { join } from "node:path";
import { lockDataDir } from "../server/db/data_dir_lock.ts";
import { takeRequest } from "../server/market_data/vendor_request.ts";
import { fillDataDir } from "../tests/support/data_dir.ts";
import { inheritedEnv } from "../tests/support/program.ts";
import { runMarket } from "./market.ts";

async function run(dataDir: string, ...args: string[]) {
  const printed = { out: "", err: "" };
  const code = await runMarket(args, {
    out: (line) => printed.out += `${line}\n`,
    err: (line) => printed.err += `${line}\n`,
    environment: () =>
      Promise.resolve({ ...inheritedEnv(), DATA_DIR: dataDir, MARKET_DATA: "binance,kraken" }),
  });
  return { code, ...printed };
}

async function withDataDir(fn: (dataDir: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const dataDir = join(folder, "data");
  await fillDataDir(dataDir);
  try {
    await fn(dataDir);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = ({ out }: { out: string }) =>
  out.trim().split("\n").map((line) => line.split(/\s+/)[0]);

Deno.test("market: a vendor is put first, and the order of the settings comes back", async () => {
  await withDataDir(async (dataDir) => {
    assert.deepEqual(names(await run(dataDir)), ["binance", "kraken"]);
    const used = await run(dataDir, "use", "kraken");
    assert.deepEqual([used.code, used.out], [0, "kraken is asked first.\n"]);
    const listed = await run(dataDir, "list");
    assert.deepEqual(names(listed), ["kraken", "binance"]);
    assert.match(listed.out, /^kraken\s+Kraken\s+working, put first by hand$/m);
    assert.equal((await run(dataDir, "use", "auto")).code, 0);
    assert.deepEqual(names(await run(dataDir)), ["binance", "kraken"]);
  });
});

Deno.test("market: beside a running app with the embedded database the app is asked", async () => {
  await withDataDir(async (dataDir) => {
    const lock = await lockDataDir(dataDir);
    try {
      const { code, out } = await run(dataDir, "use", "kraken");
      assert.equal(code, 0);
      assert.match(out, /running app takes this up/);
      const listed = await run(dataDir);
      assert.deepEqual([listed.code, names(listed).slice(0, 2)], [0, ["binance", "kraken"]]);
      assert.match(listed.out, /\/health of the app/);
    } finally {
      lock.release();
    }
    assert.equal(await takeRequest(dataDir), "kraken");
    assert.equal(await takeRequest(dataDir), undefined, "it is taken once");
  });
});

Deno.test("market: what it does not know is refused with what there is", async () => {
  await withDataDir(async (dataDir) => {
    for (
      const [args, words] of [
        [["use", "coinbase"], /not in MARKET_DATA, which names binance, kraken/],
        [["use"], /name of one vendor, or auto/],
        [["use", "kraken", "binance"], /name of one vendor/],
        [["list", "x"], /takes nothing/],
        [["sell"], /There is no "sell"; there are list, check, restatements, use/],
      ] as const
    ) {
      const { code, err } = await run(dataDir, ...args);
      assert.equal(code, 2);
      assert.match(err, words);
    }
    const help = await run(dataDir, "--help");
    assert.match(help.out, /use NAME\|auto/);
  });
});
