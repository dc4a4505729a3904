import assert from "node:assert/strict";
import { testWith } from "./env.ts";
import { startChromium, startPostgres, startRedis, startS3 } from "./servers.ts";

testWith(
  ["postgres", "redis", "s3", "chromium"],
  "test servers: a stopped one has no process left that listens",
  async () => {
    const servers = await Promise.all([startPostgres(), startRedis(), startS3(), startChromium()]);
    for (const server of servers) {
      assert.ok(server);
      (await Deno.connect({ hostname: "127.0.0.1", port: server.port })).close();
      await server.stop();
      await assert.rejects(
        Deno.connect({ hostname: "127.0.0.1", port: server.port }),
        Deno.errors.ConnectionRefused,
      );
    }
  },
);
