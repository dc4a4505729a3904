/** Choosing a theme without JavaScript. */
import { setCookie } from "hono/cookie";
import { THEMES } from "../../components/shell/ThemeMenu.tsx";
import type { PageContext } from "../http/app_env.ts";
import { readForm } from "./form.ts";
import type { Page } from "./page.ts";

const YEAR_S = 31_536_000;

export const themePages: readonly Page[] = [
  { method: "POST", path: "/theme", title: "Theme", render: choose },
];

async function choose(c: PageContext): Promise<Response> {
  const { theme, next } = await readForm(c, ["theme", "next"]);
  if (THEMES.some((name) => name === theme)) {
    setCookie(c, "theme", theme, { path: "/", maxAge: YEAR_S, sameSite: "Lax" });
  }
  return c.redirect(onThisSite(next), 303);
}

/** Any page of ours, the login pages too; never another site. */
function onThisSite(path: string): string {
  if (!/^\/(?![/\\])[\x20-\x7e]{0,2000}$/.test(path)) return "/";
  const url = new URL(path, "http://localhost");
  return url.origin === "http://localhost" && !url.pathname.startsWith("//")
    ? url.pathname + url.search
    : "/";
}
