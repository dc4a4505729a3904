/** Built and fixed files. */
import { type Context, Hono } from "hono";
import type { AssetFile } from "../../server/web_assets/assets.ts";
import type { AppEnv } from "../http/app_env.ts";
import { assetsOf } from "./render.tsx";

export const files = new Hono<AppEnv>({ strict: false });

files.get("/assets/:name", async (c) =>
  answer(
    c,
    await assetsOf(c).built(c.req.param("name"), c.req.header("accept-encoding") ?? ""),
  ));
for (const name of ["favicon.svg", "robots.txt"]) {
  files.get(`/${name}`, async (c) => answer(c, await assetsOf(c).fixed(name)));
}
// What draws the API reference, as its package has it.
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  files.get(`/api/docs/${name}`, async (c) => answer(c, await assetsOf(c).packaged(name)));
}
// Browsers ask for it whatever the page says.
files.get("/favicon.ico", (c) => c.redirect("/favicon.svg", 301));

function answer(c: Context, file: AssetFile | null): Response {
  return file ? new Response(file.body, { headers: file.headers }) : c.notFound() as Response;
}
