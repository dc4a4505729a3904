/** Pages for developers: there in development, and nowhere else. */
import { Hono } from "hono";
import { KitPage } from "../../features/dev_ui/KitPage.tsx";
import type { AppEnv } from "../http/app_env.ts";
import { renderPage } from "./render.tsx";

export const devPages = new Hono<AppEnv>({ strict: false });

devPages.get("/dev/ui", async (c) => {
  if (c.get("services").config.env !== "development") return await c.notFound();
  const theme = c.req.query("theme") === "dark" ? "dark" : "light";
  return await renderPage(c, <KitPage theme={theme} />, { title: "Kit – Blockbuilders", theme });
});
