/** The pages of the app. */
import { Hono } from "hono";
import type { AppEnv } from "../http/app_env.ts";
import { aboutPages } from "./about.tsx";
import { accountLinkPages } from "./account_links.tsx";
import { accountSecurityPages } from "./account_security.tsx";
import { adminPages } from "./admin.tsx";
import { apiDocsPages } from "./api_docs.tsx";
import { authPages } from "./auth.tsx";
import { billingPages } from "./billing.tsx";
import { comparePages } from "./compare.tsx";
import { dataPages } from "./data.tsx";
import { deleteAccountPages } from "./delete_account.tsx";
import { deskPages } from "./desk.tsx";
import { devPages } from "./dev.tsx";
import { editorPages } from "./editor.tsx";
import { files } from "./files.ts";
import { healthPages } from "./health.tsx";
import { landingPages } from "./landing.tsx";
import { learnPages } from "./learn.tsx";
import { noticePages } from "./notices.tsx";
import { type Page, routerOfPages } from "./page.ts";
import { runPages } from "./runs.tsx";
import { settingsPages } from "./settings.tsx";
import { statusPages } from "./status.tsx";
import { strategyPages } from "./strategies.tsx";
import { themePages } from "./theme.ts";
import { trustPages } from "./trust.tsx";
import { tryPages } from "./try.tsx";

export { errorPage } from "./errors.tsx";

/** Every page of the app: a new one is a file and a line here. */
export const PAGES: readonly Page[] = [
  ...landingPages,
  ...tryPages,
  ...authPages,
  ...accountLinkPages,
  ...strategyPages,
  ...editorPages,
  ...runPages,
  ...comparePages,
  ...deskPages,
  ...noticePages,
  ...deleteAccountPages,
  ...dataPages,
  ...billingPages,
  ...accountSecurityPages,
  ...settingsPages,
  ...adminPages,
  ...apiDocsPages,
  ...aboutPages,
  ...learnPages,
  ...trustPages,
  ...healthPages,
  ...statusPages,
  ...themePages,
  ...devPages,
];

export const pages: Hono<AppEnv> = new Hono<AppEnv>({ strict: false })
  .route("/", files)
  .route("/", routerOfPages(PAGES));
