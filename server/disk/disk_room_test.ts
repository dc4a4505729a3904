import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { DiskRoom, type DiskSpace } from "./disk_room.ts";

const MB = 1_000_000;

/** A disk whose space the test sets. The answers are asked for each time. */
function watched(marginBytes: number, space: DiskSpace | Error) {
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  let now = space;
  const open = () =>
    new DiskRoom({
      folder: "/data",
      marginBytes,
      log: { warn: note, info: note },
      spaceOf: () => now instanceof Error ? Promise.reject(now) : Promise.resolve(now),
    });
  return { open, lines, set: (next: DiskSpace | Error) => void (now = next) };
}

Deno.test("disk room: full is less than the margin, or than a tenth of a small disk", async () => {
  const cases: readonly [free: number, size: number, margin: number, isFull: boolean][] = [
    [255, 100_000, 256, true],
    [256, 100_000, 256, false],
    [20, 200, 256, false],
    [19, 200, 256, true],
    [0, 200, 256, true],
    [0, 200, 0, false],
  ];
  for (const [free, size, margin, isFull] of cases) {
    const room = watched(margin * MB, { free: free * MB, size: size * MB }).open();
    assert.equal(await room.isFull(), isFull, `${free} of ${size} MB, margin ${margin}`);
  }
});

Deno.test("disk room: new work is refused in words while it is full, and taken again by itself", async () => {
  const disk = watched(256 * MB, { free: 0, size: 100_000 * MB });
  const room = disk.open();
  await assert.rejects(room.require(), (error) => {
    assert.ok(error instanceof AppError);
    assert.deepEqual([error.code, error.status], ["disk_full", 507]);
    assert.match(error.message, /^The server’s disk is full, .* What you have saved is safe\./);
    return true;
  });
  disk.set({ free: 300 * MB, size: 100_000 * MB });
  await room.untilRoom(new AbortController().signal);
  await room.require();
  assert.deepEqual(disk.lines, [
    "the disk is full: no new work is taken",
    "the disk has room again",
  ]);
});

Deno.test("disk room: whoever waits is let go when the process stops", async () => {
  const room = watched(256 * MB, { free: 0, size: 100_000 * MB }).open();
  const stop = new AbortController();
  const waiting = room.untilRoom(stop.signal);
  stop.abort();
  await waiting;
  assert.equal(await room.isFull(), true);
});

Deno.test("disk room: a disk that cannot be asked has room", async () => {
  assert.equal(await watched(256 * MB, new Error("no such folder")).open().isFull(), false);
  const here = new DiskRoom({
    folder: ".",
    marginBytes: 1,
    log: { warn: () => {}, info: () => {} },
  });
  assert.equal(await here.isFull(), false, "the real one");
});
