/** The written pages (README, CONTRIBUTING, docs): what they link to and show is there. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import { root } from "./source_tree.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
for (const folder of ["docs", "ops/playbooks", "ops/templates"]) {
  for await (const { name } of Deno.readDir(join(root, folder))) {
    if (name.endsWith(".md")) PAGES.push(`${folder}/${name}`);
  }
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

/** Headings of a page that it or another one names behind a `#`: `path#anchor`. */
function namedHeadings(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]*)#([^)\s]+)\)/g)]
    .filter(([, target = ""]) =>
      !/^[a-z]+:/.test(target) && (target === "" || /\.md$/.test(target))
    )
    .map(([, target = "", anchor = ""]) =>
      `${target === "" ? page : join(dirname(page), target)}#${anchor}`
    );
}

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, title = ""]) =>
      title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
    ),
  );
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

Deno.test("written pages: every heading that a link leads to is there", async () => {
  const missing: string[] = [];
  for (const page of PAGES) {
    for (const named of namedHeadings(page, await Deno.readTextFile(join(root, page)))) {
      const [path = "", anchor = ""] = named.split("#");
      const text = await Deno.readTextFile(join(root, path)).catch(() => "");
      if (!anchorsOf(text).has(anchor)) missing.push(`${page}: ${named}`);
    }
  }
  assert.deepEqual(missing, []);
  assert.deepEqual(namedHeadings("docs/a.md", "[x](#one) [y](b.md#two) [z](https://e.com#q)"), [
    "docs/a.md#one",
    "docs/b.md#two",
  ]);
  assert.deepEqual([...anchorsOf("# A `b`: c?\n## Back up, and go")], ["a-b-c", "back-up-and-go"]);
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
