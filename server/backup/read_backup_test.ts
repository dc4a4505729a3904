/** Nothing is restored from a backup that is cut off, changed, newer, or of another key; each is told in words. */
import assert from "node:assert/strict";
import { freshPglite } from "../../tests/support/database.ts";
import { BackupError, DamagedBackupError } from "./backup_error.ts";
import { decrypt, encrypt } from "./envelope.ts";
import { collect, type Place, placeOf, sourceOf } from "./testing/places.ts";
import { verifyBackup } from "./read_backup.ts";
import { restoreBackup } from "./restore.ts";
import { readTar, tarBlocks, tarEnd, type TarEntry } from "./tar.ts";
import { backupStream } from "./write_backup.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;
/** log2 of the cost of keys here: what the real one costs is no concern of these tests. */
const CHEAP = 4;

async function sample(): Promise<{ place: Place; bytes: Uint8Array<ArrayBuffer> }> {
  const place = await placeOf(await freshPglite());
  await place.database.db.insertInto("users")
    .values({ email: "a@example.com", password_hash: "x" }).execute();
  await place.storage.put("runs/x/results.json", new Uint8Array(5_000).fill(7), "x/y");
  return { place, bytes: await collect(backupStream(place, "all", null)) };
}

const gzip = (bytes: Uint8Array<ArrayBuffer>) =>
  collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")));
const unzipped = (bytes: Uint8Array<ArrayBuffer>) =>
  collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));

/** A backup with other entries. */
async function rewritten(
  bytes: Uint8Array<ArrayBuffer>,
  change: (entries: TarEntry[]) => TarEntry[],
): Promise<Uint8Array> {
  const entries = await Array.fromAsync(readTar(sourceOf(await unzipped(bytes))()));
  const blocks = change(entries).flatMap((entry) => tarBlocks(entry, 0));
  return await gzip(
    new Uint8Array(
      await new Blob([...blocks, tarEnd()] as Uint8Array<ArrayBuffer>[]).arrayBuffer(),
    ),
  );
}

Deno.test({
  name: "verify: every cut and every changed bit of a backup is noticed, and nothing is restored",
  ...SANITIZED,
  async fn() {
    const { place, bytes } = await sample();
    try {
      const sealed = await collect(encrypt(sourceOf(bytes)(), "key", CHEAP));
      assert.equal((await verifyBackup(sourceOf(bytes), null)).contents.blobs, 1);
      assert.equal((await verifyBackup(sourceOf(sealed), "key")).contents.blobs, 1);
      for (const [whole, key] of [[bytes, null], [sealed, "key"]] as const) {
        // Spread over all of the file, with both ends.
        for (let n = 0; n <= 24; n++) {
          const at = Math.min(whole.byteLength - 1, Math.floor(whole.byteLength * n / 24));
          await assert.rejects(
            verifyBackup(sourceOf(whole.subarray(0, at)), key),
            BackupError,
            `cut at ${at}`,
          );
          const other = whole.slice();
          other[at]! ^= 1 << (n % 8);
          const outcome = await verifyBackup(sourceOf(other), key).then(() => "whole", (error) => {
            assert.ok(error instanceof BackupError, `changed at ${at}: ${error}`);
            return "damaged";
          });
          // Some bits of gzip say nothing about what is in it.
          if (outcome === "whole" && key === null) {
            assert.deepEqual(await unzipped(other), await unzipped(whole), `changed at ${at}`);
          } else assert.equal(outcome, "damaged", `changed at ${at}`);
        }
        const longer = new Uint8Array([...whole, 0, 1]);
        await assert.rejects(verifyBackup(sourceOf(longer), key), BackupError, "appended");
      }
      const target = await placeOf(await freshPglite());
      try {
        await assert.rejects(
          restoreBackup(target, sourceOf(bytes.subarray(0, bytes.length - 30)), {
            passphrase: null,
            replace: true,
          }),
          /The backup is damaged: .* Nothing was restored/,
        );
        assert.deepEqual(await Array.fromAsync(target.storage.list()), []);
      } finally {
        await target.close();
      }
    } finally {
      await place.close();
    }
  },
});

Deno.test({
  name: "verify: what was left out, added, or does not add up is noticed",
  ...SANITIZED,
  async fn() {
    const { place, bytes } = await sample();
    try {
      const text = (value: string) => new TextEncoder().encode(value);
      const cases: readonly [string, (entries: TarEntry[]) => TarEntry[], RegExp][] = [
        ["a table", (all) => all.filter(({ name }) => !name.includes("users")), /digest/],
        ["the digests", (all) => all.slice(0, -1), /end is missing/],
        ["the manifest", (all) => all.slice(1), /manifest is missing/],
        ["twice the last", (all) => [...all, all.at(-1)!], /something follows/],
        ["a stranger", (all) => [all[0]!, { name: "run.sh", bytes: text("x") }], /no place/],
        [
          "another row",
          (all) =>
            all.map((one) =>
              one.name.includes("users") ? { ...one, bytes: text(`{"id": 1}\n`) } : one
            ),
          /digest/,
        ],
      ];
      for (const [what, change, expected] of cases) {
        const other = await rewritten(bytes, change);
        await assert.rejects(verifyBackup(sourceOf(other), null), expected, what);
      }
      const newer = await rewritten(bytes, ([first, ...rest]) => [
        {
          name: first!.name,
          bytes: text(
            new TextDecoder().decode(first!.bytes).replace(
              '"format_version": 1',
              '"format_version": 2',
            ),
          ),
        },
        ...rest,
      ]);
      await assert.rejects(
        verifyBackup(sourceOf(newer), null),
        /made by a newer version of the app \(format 2; this one reads up to 1\)/,
      );
    } finally {
      await place.close();
    }
  },
});

Deno.test("verify: files that are no backup", async () => {
  const text = (value: string) => sourceOf(new TextEncoder().encode(value));
  await assert.rejects(verifyBackup(text(""), null), /The backup is empty/);
  await assert.rejects(verifyBackup(text("hello"), null), /no backup of Blockbuilders/);
  const zipped = await gzip(new TextEncoder().encode("hello"));
  await assert.rejects(verifyBackup(sourceOf(zipped), null), DamagedBackupError);
});

Deno.test("encryption: any length comes back, with that key alone", async () => {
  const chunk = 256 * 1024;
  for (const length of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk]) {
    const plain = new Uint8Array(length).map((_, n) => n % 251);
    const sealed = await collect(encrypt(sourceOf(plain)(), "pässword", CHEAP));
    assert.deepEqual(await collect(decrypt(sourceOf(sealed)(), "pässword")), plain);
    if (length > 1000) {
      const found = new TextDecoder("latin1").decode(sealed)
        .includes(new TextDecoder("latin1").decode(plain.subarray(0, 40)));
      assert.ok(!found, "the text is not in the open");
    }
  }
  const sealed = await collect(encrypt(sourceOf(new Uint8Array(9))(), "one", CHEAP));
  const open = (key: string | null) => collect(decrypt(sourceOf(sealed)(), key));
  await assert.rejects(open("two"), /BACKUP_KEY is not the key that this backup was made with/);
  await assert.rejects(open(null), /is encrypted\. Set BACKUP_KEY/);
  const again = await collect(encrypt(sourceOf(new Uint8Array(9))(), "one", CHEAP));
  assert.notDeepEqual(again, sealed, "no two have the same salt");
});

Deno.test("encryption: chunks cannot be left out, swapped or taken from another file", async () => {
  const size = 256 * 1024;
  const plain = new Uint8Array(3 * size).map((_, n) => n / size);
  const sealed = await collect(encrypt(sourceOf(plain)(), "key", CHEAP));
  const head = sealed.byteLength - 3 * (size + 16);
  const part = (n: number) => sealed.subarray(head + n * (size + 16), head + (n + 1) * (size + 16));
  const start = sealed.subarray(0, head);
  for (const order of [[0, 2], [0, 1], [1, 0, 2], [0, 1, 1, 2], [0, 1, 2, 2]]) {
    const pieces = [start, ...order.map(part)] as Uint8Array<ArrayBuffer>[];
    const other = new Uint8Array(await new Blob(pieces).arrayBuffer());
    await assert.rejects(collect(decrypt(sourceOf(other)(), "key")), DamagedBackupError);
  }
});
