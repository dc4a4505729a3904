/** How a page is defined: one file has the pages of a screen, `mod.tsx` a line for each file. */
import { Hono } from "hono";
import type { AppEnv, PageContext } from "../http/app_env.ts";
import { requireUserPage, requireVerifiedPage } from "../middleware/session.ts";

export interface Page {
  /** `POST` is a form that was sent: its answer is a redirect, or the page again with what is wrong. */
  readonly method: "GET" | "POST";
  /** As the router takes it: `/strategies/:id`. */
  readonly path: string;
  /** Of the window, without the product's name; `render` may give a better one that it had to load. */
  readonly title: string;
  /** For search engines. */
  readonly description?: string;
  /** A visitor is sent to log in, on this path and on all below it, and comes back afterwards. */
  readonly needsSession?: boolean;
  /** Open to an account whose email is not confirmed yet, where emails have to be: where it is changed, and left. */
  readonly forUnverified?: boolean;
  readonly render: (c: PageContext) => Response | Promise<Response>;
}

/** A router for `pages`, in their order. */
export function routerOfPages(pages: readonly Page[]): Hono<AppEnv> {
  const router = new Hono<AppEnv>({ strict: false });
  for (const { path, needsSession, forUnverified } of pages) {
    if (!needsSession) continue;
    for (const covered of [path, `${path}/*`]) {
      router.use(covered, requireUserPage);
      if (!forUnverified) router.use(covered, requireVerifiedPage);
    }
  }
  for (const page of pages) {
    router.on(page.method, page.path, (c) => {
      c.set("page", page);
      return page.render(c);
    });
  }
  return router;
}
