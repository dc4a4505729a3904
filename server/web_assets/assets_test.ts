import assert from "node:assert/strict";
import { Assets } from "./assets.ts";

async function withFiles(
  files: Record<string, string>,
  fn: (assets: Assets) => Promise<void>,
): Promise<void> {
  const root = `${await Deno.makeTempDir({ prefix: "assets-" })}/`;
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${root}${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}${path}`, text);
    }
    await fn(new Assets({ viteOrigin: null, root }));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const MANIFEST = {
  "islands/a.tsx": { file: "a-1.js", imports: ["_shared.js"], css: ["a-1.css"], isEntry: true },
  "_shared.js": { file: "shared-1.js", imports: ["_deep.js"], css: ["shared-1.css"] },
  "_deep.js": { file: "deep-1.js", imports: ["_shared.js"] },
  "ui/styles/app.css": {
    file: "app-1.css",
    assets: ["inter-latin-wght-normal-1.woff2", "inter-latin-ext-wght-normal-1.woff2"],
  },
};

Deno.test("assets: an entry comes with all that it imports, once each", () =>
  withFiles({ "dist/.vite/manifest.json": JSON.stringify(MANIFEST) }, async (assets) => {
    assert.deepEqual(await assets.tags("islands/a.tsx"), {
      modules: ["/assets/a-1.js"],
      preloads: ["/assets/shared-1.js", "/assets/deep-1.js"],
      styles: ["/assets/a-1.css", "/assets/shared-1.css"],
      fonts: [],
    });
    assert.deepEqual(await assets.tags("ui/styles/app.css"), {
      modules: [],
      preloads: [],
      styles: ["/assets/app-1.css"],
      fonts: ["/assets/inter-latin-wght-normal-1.woff2"],
    });
  }));

Deno.test("assets: without a build, or with one that lacks the entry, the error says what to do", async () => {
  await withFiles({}, async (assets) => {
    await assert.rejects(assets.tags("islands/a.tsx"), /deno task build/);
  });
  await withFiles({ "dist/.vite/manifest.json": "{}" }, async (assets) => {
    await assert.rejects(assets.tags("islands/a.tsx"), /deno task build/);
  });
});

Deno.test("assets: the best encoding that is accepted is sent, and kept for ever", () =>
  withFiles(
    { "dist/a-1.js": "plain", "dist/a-1.js.br": "brotli", "dist/a-1.js.gz": "gzip" },
    async (assets) => {
      const text = async (accept: string) => {
        const file = await assets.built("a-1.js", accept);
        assert.match(file?.headers["cache-control"] ?? "", /immutable/);
        return [file?.headers["content-encoding"], new TextDecoder().decode(file?.body)];
      };
      assert.deepEqual(await text("gzip, deflate, br"), ["br", "brotli"]);
      assert.deepEqual(await text("gzip"), ["gzip", "gzip"]);
      assert.deepEqual(await text(""), [undefined, "plain"]);
    },
  ));

Deno.test("assets: only plain names of known kinds are looked up", () =>
  withFiles(
    { "dist/.vite/manifest.json": "{}", "secret.txt": "no", "static/robots.txt": "yes" },
    async (assets) => {
      for (const name of ["../secret.txt", "..%2fsecret.txt", ".vite", "a", "x.env", ""]) {
        assert.equal(await assets.built(name, ""), null, name);
        assert.equal(await assets.fixed(name), null, name);
      }
      assert.equal(new TextDecoder().decode((await assets.fixed("robots.txt"))?.body), "yes");
    },
  ));

Deno.test("assets: in development the tags point to the Vite server", async () => {
  const assets = new Assets({ viteOrigin: "http://localhost:5173" });
  assert.deepEqual((await assets.tags("islands/a.tsx")).modules, [
    "http://localhost:5173/islands/a.tsx",
  ]);
  const style = await assets.tags("ui/styles/app.css");
  assert.deepEqual(style.styles, ["http://localhost:5173/ui/styles/app.css"]);
  assert.deepEqual(style.modules, ["http://localhost:5173/@vite/client"]);
});
