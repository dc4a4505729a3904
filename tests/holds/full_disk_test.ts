/**
 * A disk that fills up under the embedded app: it refuses new work in words, answers everything else, stays up when nothing at
 * all is left, and goes on by itself when there is room. On a small file system of its own.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startApp } from "../support/app_process.ts";
import { ApiSession } from "../support/api_session.ts";
import { fillDataDir } from "../support/data_dir.ts";
import { testWith } from "../support/env.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { startFakeVendor } from "../support/vendor.ts";
import { fillDisk } from "./fill_disk.ts";

const SIZE_MB = 200;

testWith(
  ["tmpfs"],
  "full disk: new work is refused, nothing ends, and all goes on when there is room",
  async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "full-" });
    await mount(dataDir);
    const vendor = startFakeVendor();
    try {
      await fillDataDir(dataDir);
      const app = await startApp({
        DATA_DIR: dataDir,
        VENDOR_URL: vendor.url,
        VENDOR_TIMEOUT_MS: "60000",
        RATE_LIMITS: "0",
      });
      try {
        const person = new ApiSession(app.url);
        await person.signUp();
        const strategy = await person.createStrategy(RSI_WITH_STOPS);
        const before = await person.startRun(strategy, "2021-01-01", "2021-02-01");
        assert.equal((await person.ended(before)).status, "completed");
        const health = async () => {
          const response = await fetch(`${app.url}/health`, {
            headers: { accept: "application/json" },
          });
          const { status, disk, db } = await response.json();
          return [response.status, status, disk, db];
        };
        assert.deepEqual(await health(), [200, "ok", "ok", "ok"]);

        // One run is under way, another waits, and then nothing at all is left.
        vendor.stall();
        const asked = vendor.nextRequest();
        const held = await person.startRun(strategy, "2022-01-01", "2022-02-01");
        await asked;
        const filler = join(dataDir, "filler");
        await fillDisk(filler);
        await until(async () => (await health())[2] === "full");
        assert.deepEqual(await health(), [200, "error", "full", "ok"]);
        vendor.release();

        const { error } = await person.send("POST", "/backtests", {
          strategy_id: strategy,
          date_from: "2021-01-01",
          date_to: "2021-02-01",
        }, 507) as { error: { code: string; message: string } };
        assert.equal(error.code, "disk_full");
        assert.match(error.message, /disk is full/);
        await person.send(
          "POST",
          "/strategies",
          { name: "n", asset: "DEMO/USDT", timeframe: "1h" },
          507,
        );
        // Long enough for the queue to look for work several times.
        for (let n = 0; n < 20; n++) {
          assert.equal((await person.run(before)).status, "completed");
          await person.get(`/backtests/${before}/results`);
          await person.get("/strategies");
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        const page = await fetch(`${app.url}/health`, { headers: { accept: "text/html" } });
        assert.match(await page.text(), /disk is full/);

        await Deno.remove(filler);
        await until(async () => (await health())[2] === "ok");
        const after = await person.startRun(strategy, "2021-01-01", "2021-02-01");
        assert.equal((await person.ended(after)).status, "completed");
        assert.equal((await person.ended(held)).status, "completed");
      } finally {
        app.kill("SIGTERM");
        assert.equal(await app.exited, 0, app.output());
      }
    } finally {
      await vendor.close();
      await unmount(dataDir);
      await Deno.remove(dataDir, { recursive: true });
    }
  },
  { sanitizeOps: false, sanitizeResources: false },
);

testWith(
  ["tmpfs"],
  "full disk: the embedded queue delivers what waits in it, and all of it later",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "full-" });
    await mount(folder, 30);
    try {
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "-A", "--no-check"],
          new URL("./full_queue_process.ts", import.meta.url).pathname,
          folder,
        ],
      }).output();
      // Deno would have ended the process.
      assert.ok(success, new TextDecoder().decode(stderr));
      assert.match(new TextDecoder().decode(stdout), /^all 300 delivered$/m);
    } finally {
      await unmount(folder);
      await Deno.remove(folder, { recursive: true });
    }
  },
);

async function mount(folder: string, sizeMb = SIZE_MB): Promise<void> {
  await run("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m`, "tmpfs", folder]);
}

async function unmount(folder: string): Promise<void> {
  await run("umount", ["--lazy", folder]);
}

async function run(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** Waits until `holds`, half a minute at the most. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!await holds()) {
    assert.ok(performance.now() < deadline, "it does not come to pass");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
