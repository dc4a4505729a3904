/** What every storage does, run on each driver. */
import { DeleteBucketCommand, S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { testEnv, testWith } from "../../tests/support/env.ts";
import { openFolderStorage } from "./folder_storage.ts";
import { openS3Storage } from "./s3_storage.ts";
import type { BlobStorage } from "./storage.ts";

type Open = () => Promise<{ storage: BlobStorage; dispose: () => Promise<void> }>;

const bytes = (text: string) => new TextEncoder().encode(text);

function conformance(driver: string, needs: Parameters<typeof testWith>[0], open: Open) {
  const check = (name: string, fn: (storage: BlobStorage) => Promise<void>) =>
    testWith(needs, `storage on ${driver}: ${name}`, async () => {
      const { storage, dispose } = await open();
      try {
        await fn(storage);
      } finally {
        await storage.close();
        await dispose();
      }
    }, { sanitizeResources: false, sanitizeOps: false });

  check("keeps what it is given, to the byte", async (storage) => {
    const body = new Uint8Array(300_000).map((_, i) => (i * 31) & 255);
    await storage.put("runs/a/results.json", body, "application/json");
    assert.deepEqual(await storage.get("runs/a/results.json"), body);
    await storage.put("empty", new Uint8Array(), "text/plain");
    assert.equal((await storage.get("empty"))?.byteLength, 0);
  });

  check("replaces a blob of the same key", async (storage) => {
    await storage.put("k", bytes("first"), "text/plain");
    await storage.put("k", bytes("second"), "text/plain");
    assert.deepEqual(await storage.get("k"), bytes("second"));
  });

  check("answers null for what is not there, and deletes it without complaint", async (storage) => {
    await storage.put("there/one", bytes("1"), "text/plain");
    assert.equal(await storage.get("there/two"), null);
    assert.equal(await storage.get("nowhere/at/all"), null);
    await storage.delete("nowhere/at/all");
    await storage.delete("there/one");
    assert.equal(await storage.get("there/one"), null);
  });

  check("gives concurrent writers of one key one whole blob", async (storage) => {
    const bodies = Array.from({ length: 8 }, (_, i) => bytes(String(i).repeat(50_000)));
    await Promise.all(bodies.map((body) => storage.put("race", body, "text/plain")));
    const kept = await storage.get("race");
    assert.ok(bodies.some((body) => kept !== null && body.every((b, i) => b === kept[i])));
  });

  check("refuses keys that lead elsewhere", async (storage) => {
    for (
      const key of [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "a/./b",
        "a\\b",
        "ä",
        "x".repeat(513),
      ]
    ) {
      await assert.rejects(storage.put(key, bytes("x"), "text/plain"), RangeError, key);
      await assert.rejects(storage.get(key), RangeError, key);
      await assert.rejects(storage.delete(key), RangeError, key);
    }
  });

  check("lists all that lies there, with its time", async (storage) => {
    const list = async () => (await Array.fromAsync(storage.list()));
    assert.deepEqual(await list(), []);
    const keys = ["a", "runs/b/results.json", "runs/c/robustness.json"];
    const since = Date.now();
    for (const key of keys) await storage.put(key, bytes(key), "text/plain");
    const found = await list();
    assert.deepEqual(found.map(({ key }) => key).sort(), keys);
    for (const { modifiedAt } of found) {
      assert.ok(Math.abs(modifiedAt.getTime() - since) < 3_600_000, `${modifiedAt}`);
    }
    await storage.delete("a");
    assert.equal((await list()).length, 2);
  });

  check("answers a ping", (storage) => storage.ping());
}

conformance("a folder", [], async () => {
  const folder = await Deno.makeTempDir();
  return {
    storage: await openFolderStorage(folder),
    dispose: () => Deno.remove(folder, { recursive: true }),
  };
});

conformance("S3", ["s3"], () =>
  Promise.resolve({
    storage: openS3Storage({
      endpoint: testEnv.s3Endpoint ?? "",
      region: "us-east-1",
      bucket: `test-${crypto.randomUUID()}`,
      accessKeyId: testEnv.s3AccessKeyId,
      secretAccessKey: testEnv.s3SecretAccessKey,
      forcePathStyle: true,
    }),
    dispose: () => Promise.resolve(),
  }));

Deno.test("storage on S3: a ping without a server fails", async () => {
  const storage = openS3Storage({
    endpoint: "http://127.0.0.1:9",
    region: "us-east-1",
    bucket: "none",
    accessKeyId: "x",
    secretAccessKey: "x",
    forcePathStyle: true,
  });
  await assert.rejects(storage.ping());
  await storage.close();
});

for (
  const [what, answer] of [
    ["a bucket that answers and cannot be written to", { HEAD: 200, PUT: 403 }],
    ["a bucket that is not there and cannot be made", { HEAD: 404, PUT: 403 }],
    ["a bucket that must not be looked at", { HEAD: 403, PUT: 200 }],
  ] as const
) {
  Deno.test(`storage on S3: a ping of ${what} fails`, async () => {
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      async (request) => {
        await request.body?.cancel();
        const status = request.method === "HEAD" ? answer.HEAD : answer.PUT;
        return new Response(null, { status });
      },
    );
    const storage = openS3Storage({
      endpoint: `http://127.0.0.1:${server.addr.port}`,
      region: "us-east-1",
      bucket: "none",
      accessKeyId: "x",
      secretAccessKey: "x",
      forcePathStyle: true,
    });
    try {
      await assert.rejects(storage.ping());
    } finally {
      await storage.close();
      await server.shutdown();
    }
  });
}

testWith(["s3"], "storage on S3: a bucket that was deleted is made again", async () => {
  const config = {
    endpoint: testEnv.s3Endpoint ?? "",
    region: "us-east-1",
    bucket: `test-${crypto.randomUUID()}`,
    accessKeyId: testEnv.s3AccessKeyId,
    secretAccessKey: testEnv.s3SecretAccessKey,
    forcePathStyle: true,
  };
  const storage = openS3Storage(config);
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: true,
    credentials: config,
  });
  try {
    await storage.ping();
    await client.send(new DeleteBucketCommand({ Bucket: config.bucket }));
    await storage.ping();
    await storage.put("k", bytes("kept"), "text/plain");
    assert.deepEqual(await storage.get("k"), bytes("kept"));
  } finally {
    client.destroy();
    await storage.close();
  }
}, { sanitizeResources: false, sanitizeOps: false });
