/**
 * Power loss, seen from the system: between two answers of the embedded database, storage and queue stands the sync that the
 * second one waited for (`strace`).
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fillDataDir } from "../support/data_dir.ts";
import { testWith } from "../support/env.ts";

interface Step {
  readonly did: string;
  /** System calls since the step before, each `name path`. */
  readonly calls: readonly string[];
}

const SYNC = /^(?:fsync|fdatasync) /;

testWith(["strace"], "power loss: nothing is answered before its sync", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "synced-" });
  try {
    await fillDataDir(dataDir);
    const steps = await trace(dataDir);
    const of = (did: string) => steps.filter((step) => step.did === did).map(({ calls }) => calls);
    const log = (calls: readonly string[]) =>
      calls.filter((call) => SYNC.test(call) && call.includes("/postgres/pg_wal/"));

    assert.equal(of("commit").length, 5);
    for (const calls of of("commit")) assert.ok(log(calls).length > 0, `no sync in ${calls}`);
    const together = of("commits at once").map((calls) => log(calls).length)[0] ?? 0;
    assert.ok(together > 0 && together < 20, `${together} syncs for 20 commits at once`);
    assert.deepEqual(of("read").map((calls) => log(calls).length), [0], "reading costs none");

    assert.equal(of("blob").length, 3);
    for (const calls of of("blob")) {
      const written = calls.findIndex((call) => SYNC.test(call) && call.endsWith(".tmp"));
      const named = calls.findIndex((call) => /^rename/.test(call));
      const noted = calls.findIndex((call, n) =>
        n > named && SYNC.test(call) && /\/runs\/\d$/.test(call)
      );
      assert.ok(written >= 0 && written < named && named < noted, calls.join("\n"));
    }

    assert.equal(of("message").length, 3);
    for (const calls of of("message")) {
      assert.ok(calls.some((call) => SYNC.test(call) && call.includes("/queue.kv")), `${calls}`);
    }
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

/** What `writing_process.ts` does to the disk, step by step. */
async function trace(dataDir: string): Promise<Step[]> {
  const output = join(dataDir, "trace");
  const program = new URL("./writing_process.ts", import.meta.url).pathname;
  const watched = "trace=fsync,fdatasync,rename,renameat,renameat2,write";
  const { success, stderr } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-qq", "-y", "-s", "64", "-e", watched, "-e", "signal=none", "-o", output],
      ...[Deno.execPath(), "run", "-A", "--no-check", program, dataDir],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const steps: Step[] = [];
  let calls: string[] = [];
  for (const line of (await Deno.readTextFile(output)).split("\n")) {
    const did = /write\(2[^"]*"did ([^"\\]+)/.exec(line)?.[1];
    if (did !== undefined) {
      steps.push({ did, calls });
      calls = [];
      continue;
    }
    // A call that another thread's line cuts in two is begun with its arguments.
    const call = /\b(fsync|fdatasync|rename\w*)\((.*)$/.exec(line);
    if (!call) continue;
    const path = /<([^>]*)>/.exec(call[2] ?? "")?.[1] ?? call[2] ?? "";
    calls.push(`${call[1]} ${path}`);
  }
  return steps;
}
