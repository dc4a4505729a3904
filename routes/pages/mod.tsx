/** The pages of the app. */
import { Hono } from "hono";
import type { AppEnv } from "../http/app_env.ts";
import { aboutPages } from "./about.tsx";
import { authPages } from "./auth.tsx";
import { comparePages } from "./compare.tsx";
import { deleteAccountPages } from "./delete_account.tsx";
import { devPages } from "./dev.tsx";
import { editorPages } from "./editor.tsx";
import { filePages } from "./files.ts";
import { healthPages } from "./health.tsx";
import { landingPages } from "./landing.tsx";
import { learnPages } from "./learn.tsx";
import { runPages } from "./runs.tsx";
import { settingsPages } from "./settings.tsx";
import { strategyPages } from "./strategies.tsx";
import { themePages } from "./theme.ts";
import { tryPages } from "./try.tsx";

export { errorPage } from "./errors.tsx";

export const pages: Hono<AppEnv> = new Hono<AppEnv>({ strict: false });
for (
  const part of [
    filePages,
    landingPages,
    tryPages,
    authPages,
    strategyPages,
    editorPages,
    runPages,
    comparePages,
    settingsPages,
    deleteAccountPages,
    aboutPages,
    learnPages,
    healthPages,
    themePages,
    devPages,
  ]
) {
  pages.route("/", part);
}
