/** The list of pages, and what the router makes of a definition. */
import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../http/app_env.ts";
import { PAGES } from "./mod.tsx";
import { type Page, routerOfPages } from "./page.ts";

const text = (path: string, more: Partial<Page> = {}): Page => ({
  method: "GET",
  path,
  title: `Title of ${path}`,
  render: (c) => c.text(c.get("page")?.title ?? "none"),
  ...more,
});

/** What a person (`user`) or a visitor gets. */
async function ask(pages: readonly Page[], path: string, user = false, method = "GET") {
  const app = new Hono<AppEnv>({ strict: false });
  app.use(async (c, next) => {
    c.set("user", user ? { id: "u", isVerified: true } as AppEnv["Variables"]["user"] : null);
    await next();
  });
  app.route("/", routerOfPages(pages));
  const response = await app.request(path, { method });
  const { status, headers } = response;
  return { status, location: headers.get("location"), text: await response.text() };
}

Deno.test("pages: each has an address and method of its own, and a title", () => {
  assert.ok(PAGES.length > 20, "the pages were not found");
  const addresses = PAGES.map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(addresses).size, addresses.length);
  for (const { path, title } of PAGES) {
    assert.match(title, /^\S.*[^.\s]$/, path);
    assert.ok(!title.includes("Blockbuilders"), `${path}: the product's name is added`);
  }
});

Deno.test("pages: no page is hidden by an earlier one that takes its address, too", () => {
  const gets = PAGES.filter(({ method }) => method === "GET");
  gets.forEach(({ path }, at) => {
    const hiding = gets.slice(0, at).find((earlier) =>
      earlier.path.includes(":") &&
      new RegExp(`^${earlier.path.replace(/:\w+/g, "[^/]+")}$`).test(path)
    );
    assert.equal(hiding?.path, undefined, path);
  });
});

Deno.test("pages: a page that needs a session sends visitors to log in, on its path and below it", async () => {
  const pages = [text("/own", { needsSession: true }), text("/owner"), text("/open/:id")];
  for (const path of ["/own", "/own/", "/own/deeper?x=1"]) {
    const { status, location } = await ask(pages, path);
    assert.equal(status, 303, path);
    assert.equal(location, `/login?next=${encodeURIComponent(path)}`);
  }
  assert.equal((await ask(pages, "/own", false, "POST")).status, 303);
  assert.equal((await ask(pages, "/own", true)).text, "Title of /own");
  assert.equal((await ask(pages, "/own/deeper", true)).status, 404);
  assert.equal((await ask(pages, "/owner")).text, "Title of /owner");
  assert.equal((await ask(pages, "/open/1")).text, "Title of /open/:id");
});

Deno.test("pages: a form's method is its own", async () => {
  const pages = [text("/form"), text("/form", { method: "POST", title: "Sent" })];
  assert.equal((await ask(pages, "/form")).text, "Title of /form");
  assert.equal((await ask(pages, "/form", false, "POST")).text, "Sent");
});
