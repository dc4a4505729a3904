/**
 * Browser profiles that tests take turns with. A new one loads and compiles all scripts of a page again, which takes longer than
 * most of what a test looks at; so what a test closes is emptied and handed to the next that asks for one of its kind.
 */
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";

/** Everything of an origin but what was loaded. */
const STORAGE = "local_storage,indexeddb,cache_storage,service_workers,file_systems";

interface Profile {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
  /** Scripts that were added to all of its pages cannot be taken away. */
  isSpoiled: boolean;
}

/** Has the browser hand out profiles that were used before; `newFresh` makes one that was not. */
export function reuseProfiles(browser: Browser): {
  readonly newFresh: (options: BrowserContextOptions) => Promise<BrowserContext>;
} {
  const make = browser.newContext.bind(browser);
  const idle = new Map<string, Profile[]>();
  browser.newContext = async (options = {}) => {
    const kind = JSON.stringify(options);
    const profile = idle.get(kind)?.pop() ?? await open(options);
    const { context } = profile;
    context.close = async () => {
      context.close = profile.close;
      const isEmpty = !profile.isSpoiled && await empty(context, options).catch(() => false);
      if (!isEmpty) return await profile.close();
      idle.set(kind, [...idle.get(kind) ?? [], profile]);
    };
    return context;
  };

  async function open(options: BrowserContextOptions): Promise<Profile> {
    const context = await make(options);
    const profile = { context, close: context.close.bind(context), isSpoiled: false };
    const addScript = context.addInitScript.bind(context);
    context.addInitScript = async (...script) => {
      profile.isSpoiled = true;
      return await addScript(...script);
    };
    return profile;
  }
  return { newFresh: (options) => make(options) };
}

/** Answers whether nothing of a person is left. */
async function empty(
  context: BrowserContext,
  { baseURL }: BrowserContextOptions,
): Promise<boolean> {
  if (!baseURL) return false;
  for (const page of context.pages()) await page.close();
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.setOffline(false);
  await context.clearCookies();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", {
    origin: new URL(baseURL).origin,
    storageTypes: STORAGE,
  });
  await page.close();
  return true;
}
