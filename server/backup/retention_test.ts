import assert from "node:assert/strict";
import { backupName, readBackupName } from "./names.ts";
import { newestBackup, outdatedBackups } from "./retention.ts";

const DAY_MS = 86_400_000;

Deno.test("backups: names say what they are and when they were made, and strangers say nothing", () => {
  const at = Date.UTC(2026, 0, 31, 3, 4, 5);
  for (const kind of ["manual", "nightly", "before_migration"] as const) {
    for (const encrypted of [false, true]) {
      assert.deepEqual(readBackupName(backupName(kind, at, encrypted)), { kind, atMs: at });
    }
  }
  assert.equal(
    backupName("nightly", at, true),
    "blockbuilders-nightly-20260131T030405Z.tar.gz.enc",
  );
  for (
    const name of [
      "photo.jpg",
      "blockbuilders.tar.gz",
      "blockbuilders-weekly-20260131T030405Z.tar.gz",
      "blockbuilders-nightly-20260131T030405Z.tar.gz.part",
      "x-blockbuilders-nightly-20260131T030405Z.tar.gz",
    ]
  ) assert.equal(readBackupName(name), null, name);
});

Deno.test("backups: after a year of nights the newest of 7 days and of 4 weeks are kept", () => {
  let there: string[] = ["photo.jpg"];
  // A Sunday.
  const last = Date.UTC(2026, 10, 29, 3);
  for (let n = 365; n >= 0; n--) {
    there.push(backupName("nightly", last - n * DAY_MS, n % 2 === 0));
    const gone = new Set(outdatedBackups(there));
    there = there.filter((name) => !gone.has(name));
  }
  const days = there.flatMap((name) => {
    const read = readBackupName(name);
    return read === null ? [] : [new Date(read.atMs).toISOString().slice(5, 10)];
  }).sort();
  assert.deepEqual(days, [
    "11-08",
    "11-15",
    "11-22",
    ...["11-23", "11-24", "11-25", "11-26", "11-27", "11-28", "11-29"],
  ]);
  assert.ok(there.includes("photo.jpg"));
});

Deno.test("backups: days without one do not make older ones outdated, and nobody removes one made by hand", () => {
  const at = (daysAgo: number) => Date.UTC(2026, 10, 29, 3) - daysAgo * DAY_MS;
  const old = [0, 40, 80, 120].map((days) => backupName("nightly", at(days), false));
  const manual = [500, 600].map((days) => backupName("manual", at(days), false));
  assert.deepEqual(outdatedBackups([...old, ...manual]), []);
  const twice = [at(0) + 1000, at(0)].map((ms) => backupName("nightly", ms, false));
  assert.deepEqual(outdatedBackups(twice), [twice[1]]);
  const migrations = [1, 2, 3, 4, 5].map((days) => backupName("before_migration", at(days), false));
  assert.deepEqual(outdatedBackups(migrations), migrations.slice(3));
});

Deno.test("backups: the newest whole one is tried out", () => {
  const at = Date.UTC(2026, 10, 29, 3);
  const names = [
    backupName("nightly", at - DAY_MS, false),
    backupName("manual", at, true),
    backupName("before_migration", at + DAY_MS, false),
    "zzz",
  ];
  assert.equal(newestBackup(names), names[1]);
  assert.equal(newestBackup(["zzz"]), null);
});
