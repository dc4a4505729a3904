/** From a page's content to an answer: body first, so that the head knows which islands the page turned out to have. */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { Document } from "../../components/shell/Document.tsx";
import { KeptHtml } from "../../components/island/kept_html.ts";
import { IslandNames } from "../../components/island/Island.tsx";
import { Shell, type ShellKind } from "../../components/shell/Shell.tsx";
import { type Theme, THEMES } from "../../components/shell/ThemeMenu.tsx";
import { Zone } from "../../ui/Time.tsx";
import { Assets, type AssetTags } from "../../server/web_assets/assets.ts";
import { isOperator } from "../../contracts/admin.ts";
import type { AppEnv } from "../http/app_env.ts";
import { HtmlKeeper } from "./html_keeper.ts";
import { type Keep, PageKeeper } from "./page_keeper.ts";

export interface PageOptions {
  /** Without the product's name; the page's own when it is not given. */
  readonly title?: string;
  /** The whole title of the window, where it is another. */
  readonly windowTitle?: string;
  readonly shell?: ShellKind;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the theme that was chosen. */
  readonly theme?: Theme;
  /** Until when an answer to the same address, person, theme and zone need not be drawn again. */
  readonly keep?: Keep;
}

const STYLES = "ui/styles/app.css";
/** Rows of lists that are kept as HTML, some KB each. */
const KEPT_ROWS = 1_000;
const rows = new HtmlKeeper(KEPT_ROWS);
/** Pages that are kept, some ten KB each. */
const KEPT_PAGES = 100;
const pages = new PageKeeper(KEPT_PAGES);
const assetsByOrigin = new Map<string | null, Assets>();

/** The built files, read once however many apps a process makes. */
export function assetsOf(c: Context<AppEnv>): Assets {
  const { viteOrigin } = c.get("services").config;
  let assets = assetsByOrigin.get(viteOrigin);
  if (!assets) assetsByOrigin.set(viteOrigin, assets = new Assets({ viteOrigin }));
  return assets;
}

/** The theme that was chosen, `system` until then. */
export function themeOf(c: Context): Theme {
  const cookie = getCookie(c, "theme");
  return THEMES.find((theme) => theme === cookie) ?? "system";
}

/** The zone to show times in: the account's setting, else what the browser told, else not known (UTC is shown). */
export function zoneOf(c: Context<AppEnv>): string | null {
  const zone = c.get("user")?.timezone ?? getCookie(c, "zone") ?? null;
  return zone !== null && isZone(zone) ? zone : null;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Renders a page inside the shell. */
export async function renderPage(
  c: Context<AppEnv>,
  content: ComponentChildren,
  options: PageOptions = {},
): Promise<Response> {
  const { status = 200, headers = {}, keep } = options;
  const user = c.get("user");
  const { pathname, search } = new URL(c.req.url);
  const zone = zoneOf(c);
  const theme = options.theme ?? themeOf(c);
  const unread = user ? await unreadOf(c, user.id) : 0;
  const key = JSON.stringify([
    unread,
    user?.id,
    user?.email,
    user?.timezone,
    user?.role,
    pathname,
    search,
    zone,
    theme,
  ]);
  const draw = () => drawPage(c, content, { ...options, unread });
  const body = keep ? await pages.get(key, keep, draw) : await draw();
  return new Response(body, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", ...headers },
  });
}

/** Notices that are not read yet; what a page shows does not depend on them. */
async function unreadOf(c: Context<AppEnv>, userId: string): Promise<number> {
  return await c.get("services").notices.unread(userId).catch(() => 0);
}

async function drawPage(
  c: Context<AppEnv>,
  content: ComponentChildren,
  { title, windowTitle, shell = "page", unread, ...given }: PageOptions & {
    readonly unread: number;
  },
): Promise<string> {
  const page = c.get("page");
  const { pathname, search } = new URL(c.req.url);
  const user = c.get("user") ?? null;
  const theme = given.theme ?? themeOf(c);
  const zone = zoneOf(c);
  const islands = new Set<string>(user && shell === "page" ? ["bell"] : []);
  const { keep, take } = rows.page();
  const body = take(renderToString(
    <IslandNames.Provider value={islands}>
      <KeptHtml.Provider value={keep}>
        <Zone.Provider value={zone ?? "UTC"}>
          <Shell
            kind={shell}
            email={user?.email ?? null}
            isOperator={user !== null && isOperator(user.role)}
            unread={unread}
            path={pathname + search}
            theme={theme}
          >
            {content}
          </Shell>
        </Zone.Provider>
      </KeptHtml.Provider>
    </IslandNames.Provider>,
  ));
  const html = renderToString(
    <Document
      title={windowTitle ?? `${title ?? page?.title} – Blockbuilders`}
      // What is wrong with a page is not what the page is about.
      description={title === undefined ? page?.description : undefined}
      theme={theme}
      zone={zone}
      zoneFixed={Boolean(user?.timezone)}
      body={body}
      {...await tagsOf(assetsOf(c), islands)}
    />,
  );
  return `<!doctype html>${html}`;
}

async function tagsOf(assets: Assets, islands: ReadonlySet<string>): Promise<AssetTags> {
  const entries = [
    STYLES,
    "islands/shell.ts",
    ...[...islands].map((name) => `islands/${name}.tsx`),
  ];
  const all = await Promise.all(entries.map((entry) => assets.tags(entry)));
  const merged = (key: keyof AssetTags) => [...new Set(all.flatMap((tags) => tags[key]))];
  return {
    modules: merged("modules"),
    preloads: merged("preloads"),
    styles: merged("styles"),
    fonts: merged("fonts"),
  };
}
