/** Places of backups: a folder and a bucket do the same. */
import assert from "node:assert/strict";
import { testEnv, testWith } from "../../tests/support/env.ts";
import type { BackupPlace } from "./place.ts";
import { openPlace, openTarget } from "./places.ts";
import { collect, sourceOf } from "./testing/places.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;

const S3 = {
  endpoint: testEnv.s3Endpoint ?? "",
  region: "us-east-1",
  bucket: "",
  accessKeyId: testEnv.s3AccessKeyId,
  secretAccessKey: testEnv.s3SecretAccessKey,
  forcePathStyle: true,
};

const bytes = (length: number) => new Uint8Array(length).map((_, n) => n % 253);

async function conforms(place: BackupPlace): Promise<void> {
  assert.deepEqual(await place.list(), [], "nothing where nothing was kept");
  await assert.rejects(collect(place.read("a")()), /There is no/);
  assert.equal(await place.write("a", sourceOf(bytes(10))()), 10);
  // More than one part of an upload.
  const large = bytes(17 * 2 ** 20);
  assert.equal(await place.write("b", sourceOf(large, 1_000_000)()), large.byteLength);
  assert.deepEqual((await place.list()).sort(), ["a", "b"]);
  assert.deepEqual(await collect(place.read("a")()), bytes(10));
  assert.deepEqual(await collect(place.read("b")()), large);
  await assert.rejects(place.write("a", sourceOf(bytes(3))()), /is there already/);
  assert.deepEqual(await collect(place.read("a")()), bytes(10));
  for (const size of [100, 17 * 2 ** 20]) {
    const broken = async function* () {
      yield bytes(size);
      await Promise.resolve();
      throw new Error("the source ended");
    };
    await assert.rejects(place.write("c", broken()), /the source ended/);
  }
  await place.remove("b");
  assert.deepEqual(await place.list(), ["a"], "nothing half");
  place.close();
}

Deno.test({
  name: "backup places: a folder keeps whole files that their owner alone reads",
  ...SANITIZED,
  async fn() {
    const folder = `${await Deno.makeTempDir()}/not/there/yet`;
    await conforms(await openPlace(folder, null));
    const { mode } = await Deno.stat(`${folder}/a`);
    assert.equal((mode ?? 0) & 0o777, 0o600);
    await Deno.writeTextFile(`${folder}/d.partial-${crypto.randomUUID()}`, "of a killed process");
    const place = await openPlace(folder, null);
    await place.write("d", sourceOf(bytes(1))());
    const there = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    assert.deepEqual(there.sort(), ["a", "d"]);
    await Deno.remove(folder, { recursive: true });
  },
});

testWith(
  ["s3"],
  "backup places: a bucket keeps whole objects, in parts where they are large",
  async () => {
    const bucket = `backups-${crypto.randomUUID()}`;
    await conforms(await openPlace(`s3://${bucket}/of/app`, S3));
    const other = await openPlace(`s3://${bucket}`, S3);
    assert.deepEqual(await other.list(), [], "other folders are others'");
    other.close();
  },
  SANITIZED,
);

Deno.test("backup places: a command names a file, a folder, or an address", async () => {
  const folder = await Deno.makeTempDir();
  const titled = async (where: string) => {
    const { place, name } = await openTarget(where, "fresh", { ...S3, endpoint: "http://x" });
    place.close();
    return `${place.title} ${name}`;
  };
  assert.equal(await titled(folder), `${folder} fresh`);
  assert.equal(await titled(`${folder}/new/`), `${folder}/new fresh`);
  assert.equal(await titled(`${folder}/file`), `${folder} file`);
  assert.equal(await titled("s3://bucket"), "s3://bucket/ fresh");
  assert.equal(await titled("s3://bucket/"), "s3://bucket/ fresh");
  assert.equal(await titled("s3://bucket/a/b"), "s3://bucket/a/ b");
  assert.equal(await titled("s3://bucket/b"), "s3://bucket/ b");
  assert.equal(await titled("s3://bucket/a/"), "s3://bucket/a/ fresh");
  await assert.rejects(titled("s3:/bucket"), /no address of a bucket/);
  await assert.rejects(
    openPlace("s3://bucket", null),
    /needs an S3 server: set BACKUP_S3_ENDPOINT/,
  );
  await Deno.remove(folder, { recursive: true });
});
