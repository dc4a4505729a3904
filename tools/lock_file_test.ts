import assert from "node:assert/strict";
import { lockFor, readLock } from "./lock_file.ts";
import { withoutMusl } from "./install.ts";

const LOCK = {
  version: "5",
  specifiers: { "npm:app@1.0.0": "1.0.0_peer@2.0.0", "npm:dev@3.0.0": "3.0.0" },
  npm: {
    "app@1.0.0_peer@2.0.0": {
      integrity: "sha512-a",
      dependencies: ["peer", "twice@1.0.0"],
      optionalPeers: ["absent"],
    },
    "bind-linux-x64-gnu@2.0.0": { integrity: "sha512-b", os: ["linux"], cpu: ["x64"] },
    "bind-linux-x64-musl@2.0.0": { integrity: "sha512-c", os: ["linux"], cpu: ["x64"] },
    "dev@3.0.0": { integrity: "sha512-d", dependencies: ["twice@2.0.0"] },
    "peer@2.0.0": {
      integrity: "sha512-e",
      optionalDependencies: ["bind-linux-x64-gnu", "bind-linux-x64-musl"],
    },
    "twice@1.0.0": { integrity: "sha512-f" },
    "twice@2.0.0": { integrity: "sha512-g" },
  },
  workspace: { packageJson: { dependencies: ["npm:app@1.0.0", "npm:dev@3.0.0"], overrides: {} } },
};

Deno.test("lock file: the lock for some dependencies has what they need, in the same versions", () => {
  const part = JSON.parse(lockFor(JSON.stringify(LOCK), new Set(["app"])));
  assert.deepEqual(part.specifiers, { "npm:app@1.0.0": "1.0.0_peer@2.0.0" });
  assert.deepEqual(part.workspace, {
    packageJson: { dependencies: ["npm:app@1.0.0"], overrides: {} },
  });
  assert.deepEqual(Object.keys(part.npm), [
    "app@1.0.0_peer@2.0.0",
    "bind-linux-x64-gnu@2.0.0",
    "bind-linux-x64-musl@2.0.0",
    "peer@2.0.0",
    "twice@1.0.0",
  ]);
  assert.equal(part.npm["twice@1.0.0"].integrity, "sha512-f");
  // Deno writes a version only where there are several.
  assert.deepEqual(part.npm["app@1.0.0_peer@2.0.0"].dependencies, ["peer", "twice"]);
});

Deno.test("lock file: the lock for all dependencies is the lock file itself", async () => {
  const text = await Deno.readTextFile(new URL("../deno.lock", import.meta.url));
  const { specifiers } = JSON.parse(text);
  const names = Object.keys(specifiers).map((one) => one.replace(/^npm:(@?[^@]+)@.*$/, "$1"));
  assert.equal(lockFor(text, new Set(names)), text);
});

Deno.test("lock file: a dependency that is not locked is named", () => {
  assert.throws(() => lockFor(JSON.stringify(LOCK), new Set(["app", "new"])), /new.*deno install/);
  const broken = { ...LOCK, npm: { "a@1.0.0": { dependencies: ["b"] } } };
  assert.throws(() => readLock(JSON.stringify(broken)), /a@1\.0\.0 needs b/);
});

Deno.test("lock file: builds for musl fit no platform where Deno runs with glibc", () => {
  const part = JSON.parse(withoutMusl(lockFor(JSON.stringify(LOCK), new Set(["app"]))));
  const musl = Deno.build.target.endsWith("musl");
  assert.deepEqual(part.npm["bind-linux-x64-musl@2.0.0"].os, [musl ? "linux" : "musl"]);
  assert.deepEqual(part.npm["bind-linux-x64-gnu@2.0.0"].os, ["linux"]);
});
