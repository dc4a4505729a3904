import assert from "node:assert/strict";
import { openSecretBox, SecretBox } from "./secret_box.ts";

const OLD = "an older key of thirty-two letters and more";
const NEW = "a newer key of thirty-two letters and more";
const boxOf = (...keys: readonly string[]) => new SecretBox(() => Promise.resolve(keys));

Deno.test("secret box: what it stores says nothing of the secret, and opens for its own row alone", async () => {
  const box = boxOf(NEW);
  const stored = await box.seal("JBSWY3DPEHPK3PXP", "ada");
  assert.match(stored, /^v1:[0-9a-f]{8}:[\w-]+=*$/);
  assert.ok(!stored.includes("JBSWY3DP") && !stored.includes(NEW));
  assert.notEqual(await box.seal("JBSWY3DPEHPK3PXP", "ada"), stored, "twice is not the same");
  assert.equal(await box.open(stored, "ada"), "JBSWY3DPEHPK3PXP");
  assert.equal(await box.open(stored, "eve"), null);
  assert.equal(await boxOf(OLD).open(stored, "ada"), null, "another key");
  const last = stored.at(-3)!;
  const changed = `${stored.slice(0, -3)}${last === "A" ? "B" : "A"}${stored.slice(-2)}`;
  assert.equal(await box.open(changed, "ada"), null);
  for (const broken of ["v1:00000000:AAAA", stored.replace("v1", "v9"), "v1::", ":::"]) {
    assert.equal(await box.open(broken, "ada"), null, broken);
  }
});

Deno.test("secret box: rows of earlier versions and of older keys stay readable, and are known as outdated", async () => {
  const old = await boxOf(OLD).seal("secret", "ada");
  const box = boxOf(NEW, OLD);
  assert.equal(await box.open(old, "ada"), "secret");
  assert.equal(await box.open("JBSWY3DPEHPK3PXP", "ada"), "JBSWY3DPEHPK3PXP");
  assert.equal(await box.isOutdated(old), true);
  assert.equal(await box.isOutdated("JBSWY3DPEHPK3PXP"), true);
  assert.equal(await box.isOutdated(await box.seal("secret", "ada")), false);
  const none = boxOf();
  assert.equal(await none.seal("secret", "ada"), "secret");
  assert.deepEqual([await none.isOn(), await none.isOutdated("secret")], [false, false]);
});

Deno.test("secret box: embedded, a key is made in the data folder that its user alone may read", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    const open = (secretKeys?: readonly string[], databaseUrl: string | null = null) =>
      openSecretBox({ dataDir, databaseUrl, ...(secretKeys ? { secretKeys } : {}) });
    const boxes = [open(), open(), open()];
    // At once, as two tabs of a first user would.
    const stored = await Promise.all(boxes.map((box) => box.seal("secret", "ada")));
    for (const box of [...boxes, open()]) {
      for (const one of stored) assert.equal(await box.open(one, "ada"), "secret");
    }
    const names = [...Deno.readDirSync(dataDir)].map(({ name }) => name);
    assert.deepEqual(names, ["secret.key"]);
    assert.equal((await Deno.stat(`${dataDir}/secret.key`)).mode! & 0o777, 0o600);
    const set = open([NEW]);
    assert.equal(await set.open(stored[0]!, "ada"), "secret", "SECRET_KEY was set later");
    assert.equal(await boxOf(NEW).open(await set.seal("x", "ada"), "ada"), "x");
    const shared = open(undefined, "postgres://a:b@db/x");
    assert.equal(await shared.isOn(), false, "a file of one machine is not there for another");
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
