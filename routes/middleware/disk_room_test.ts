/** While the disk is full: what would write is refused, everything else is answered. */
import assert from "node:assert/strict";
import { endpointList } from "../../contracts/endpoints/mod.ts";
import { DiskRoom } from "../../server/disk/disk_room.ts";
import { testApp } from "../../tests/support/app.ts";

let free = 1e12;
const disk = () => ({
  disk: new DiskRoom({
    folder: ".",
    marginBytes: 1e6,
    log: { warn: () => {}, info: () => {} },
    spaceOf: () => Promise.resolve({ free, size: 1e12 }),
  }),
  config: { viteOrigin: "http://localhost:5173" },
});
/** An answer about the disk is good for a moment. */
const setFree = async (bytes: number) => {
  free = bytes;
  await new Promise((resolve) => setTimeout(resolve, 300));
};

testApp(
  "full disk: everything that would write answers 507, whatever reads or removes is answered",
  async (app) => {
    const person = await app.person("ada@example.com");
    const strategy = { name: "Mine", asset: "DEMO/USDT", timeframe: "1h" };
    const { id } = (await person.post("/strategies", strategy)).json;
    await setFree(0);

    const allowed = ["POST /auth/login", "POST /auth/logout", "POST /strategies/{id}/validate"];
    for (const { key, method, path } of endpointList) {
      if (method !== "POST" && method !== "PATCH") continue;
      if (allowed.includes(key)) continue;
      const { status, json, headers } = await person.send(
        method,
        path.replace(/\{\w+\}/, id),
        {},
      );
      assert.deepEqual([status, json.error.code], [507, "disk_full"], key);
      assert.ok(headers.has("retry-after"), key);
    }
    const form = await person.send("POST", "//strategies/new", "name=x", {
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
    });
    assert.equal(form.status, 507);
    assert.match(form.text, /The server’s disk is full/);

    assert.equal((await person.get("/strategies")).status, 200);
    assert.equal((await person.get(`/strategies/${id}`)).status, 200);
    assert.equal((await person.get("//strategies")).status, 200);
    const health = await person.get("/health");
    assert.deepEqual([health.status, health.json.status, health.json.disk], [200, "error", "full"]);
    assert.match((await person.get("//health", { accept: "text/html" })).text, /✗ Full/);
    const login = { email: "ada@example.com", password: "correct horse" };
    assert.equal((await app.visitor().post("/auth/login", login)).status, 200);
    assert.equal((await person.delete(`/strategies/${id}`)).status, 204);

    await setFree(1e12);
    assert.equal((await person.post("/strategies", strategy)).status, 201);
    assert.equal((await person.get("/health")).json.status, "ok");
  },
  disk,
);
