/** Which names in `Host` are answered. */
import assert from "node:assert/strict";
import { createApp } from "../app.tsx";
import { loadConfig } from "../../server/config/config.ts";
import { testApp } from "../../tests/support/app.ts";

const config = {
  hosts: loadConfig({ PUBLIC_URL: "https://lab.example.com", HOST: "10.0.0.5" }).hosts,
  viteOrigin: "http://localhost:5173",
};

testApp("host: only the public name and the address of HOST are answered", async (app) => {
  const site = createApp(app.services);
  const get = (url: string) => site.request(url);
  for (
    const ours of ["lab.example.com", "lab.example.com:8443", "LAB.example.com.", "10.0.0.5:8000"]
  ) {
    assert.equal((await get(`http://${ours}/api/v1/markets`)).status, 200, ours);
    assert.equal((await get(`http://${ours}/login`)).status, 200, ours);
  }
  for (
    const other of [
      "evil.example",
      "lab.example.com.evil.example",
      "evil-lab.example.com",
      "localhost:8000",
      "10.0.0.6:8000",
      "[::1]:8000",
    ]
  ) {
    const api = await get(`http://${other}/api/v1/markets`);
    assert.equal(api.status, 421, other);
    assert.equal((await api.json()).error.code, "wrong_host");
    const page = await get(`http://${other}/login`);
    assert.equal(page.status, 421, other);
    assert.match(await page.text(), /does not belong to this installation/);
    // A page of the stranger's name would be "our own" page for the check of origins.
    const forged = await site.request(`http://${other}/api/v1/auth/logout`, {
      method: "POST",
      headers: { origin: `http://${other}` },
    });
    assert.equal(forged.status, 421, other);
  }
  // Watchers of containers ask by whatever name they have.
  assert.equal((await get("http://web:8000/api/v1/health")).status, 200);
}, { config });

testApp("host: any name is answered while PUBLIC_URL is not set", async (app) => {
  assert.equal(app.services.config.hosts, null);
  assert.equal(
    (await createApp(app.services).request("http://box.local:8000/api/v1/markets")).status,
    200,
  );
});

Deno.test("host: the names of an app follow PUBLIC_URL and HOST", () => {
  const hosts = (HOST: string) =>
    loadConfig({ PUBLIC_URL: "https://lab.example.com:8443/", HOST }).hosts;
  assert.deepEqual(hosts("localhost"), ["lab.example.com", "localhost", "127.0.0.1", "[::1]"]);
  assert.deepEqual(hosts("2001:db8::5"), ["lab.example.com", "[2001:db8::5]"]);
  const all = hosts("0.0.0.0") ?? [];
  const own = Deno.networkInterfaces().filter(({ family }) => family === "IPv4");
  for (const { address } of own) assert.ok(all.includes(address), address);
  assert.ok(all.includes("localhost"));
  assert.equal(loadConfig({ HOST: "0.0.0.0" }).hosts, null);
});
