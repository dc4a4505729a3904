/** The written pages (README, CONTRIBUTING, docs): what they link to and show is there. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import { root } from "./source_tree.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
for await (const { name } of Deno.readDir(join(root, "docs"))) {
  if (name.endsWith(".md")) PAGES.push(`docs/${name}`);
}
const PICTURE_BYTES = 150_000;

/** Paths that a page names in links and pictures, relative to the root; addresses are left out. */
function namedFiles(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)];
  const pictures = [...text.matchAll(/\b(?:src|srcset)="([^"\s]+)"/g)];
  return [...links, ...pictures].map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(page), target));
}

async function sizeOf(path: string): Promise<number | null> {
  return await Deno.stat(join(root, path)).then(({ size }) => size, () => null);
}

Deno.test("written pages: every file that one links to or shows is there", async () => {
  const missing: string[] = [];
  let found = 0;
  for (const page of PAGES) {
    for (const path of namedFiles(page, await Deno.readTextFile(join(root, page)))) {
      found++;
      if (await sizeOf(path) === null) missing.push(`${page}: ${path}`);
    }
  }
  assert.ok(found >= 30, `${found} links were found`);
  assert.deepEqual(missing, []);
});

Deno.test("written pages: a picture has a text for those who do not see it, and at most 150 KB", async () => {
  const text = await Deno.readTextFile(join(root, "README.md"));
  const images = text.match(/<img\b[^>]*>/g) ?? [];
  assert.ok(images.length > 0);
  for (const image of images) assert.match(image, /\balt="[^"]{40,}"/);
  const pictures = namedFiles("README.md", text).filter((path) => /\.(webp|png|svg)$/.test(path));
  assert.ok(pictures.length >= 2);
  for (const path of pictures) {
    const bytes = await sizeOf(path) ?? 0;
    assert.ok(bytes > 0 && bytes <= PICTURE_BYTES, `${path}: ${bytes} bytes`);
  }
});

Deno.test("written pages: links are found in each way of writing them", () => {
  const text = `[a](x.md) [b](y/z.ts#part) [c](https://example.com) [d](#here) <img src="p.webp">`;
  assert.deepEqual(namedFiles("docs/page.md", text), ["docs/x.md", "docs/y/z.ts", "docs/p.webp"]);
});
