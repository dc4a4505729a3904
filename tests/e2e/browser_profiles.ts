/**
 * Browser profiles that tests take turns with, each with a page in it. A new page is a new process of the browser, which loads and
 * compiles all scripts again and takes longer than most of what a test looks at; so what a test closes is emptied and handed to the
 * next that asks for one of its kind.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/** Everything of an origin but what was loaded. */
const STORAGE = "local_storage,indexeddb,cache_storage,service_workers,file_systems";

interface Profile {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
  readonly newPage: () => Promise<Page>;
  /** The page that the next test is given first. */
  page: Page | null;
  /** Pages that are as new once they have been left. */
  readonly unspoiled: Set<Page>;
  /** Scripts that were added to all of its pages cannot be taken away. */
  isSpoiled: boolean;
}

/** What cannot be taken back from a page. */
const SPOILING = [
  "addInitScript",
  "addScriptTag",
  "emulateMedia",
  "exposeBinding",
  "exposeFunction",
  "setDefaultNavigationTimeout",
  "setDefaultTimeout",
  "setExtraHTTPHeaders",
] as const;

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
      const isEmpty = !profile.isSpoiled && await empty(profile, options).catch(() => false);
      if (!isEmpty) return await profile.close();
      idle.set(kind, [...idle.get(kind) ?? [], profile]);
    };
    return context;
  };

  async function open(options: BrowserContextOptions): Promise<Profile> {
    const context = await make(options);
    const newPage = context.newPage.bind(context);
    const profile: Profile = {
      context,
      close: context.close.bind(context),
      newPage: async () => {
        const page = await newPage();
        profile.unspoiled.add(page);
        for (const name of SPOILING) before(page, name, () => profile.unspoiled.delete(page));
        return page;
      },
      page: null,
      unspoiled: new Set(),
      isSpoiled: false,
    };
    before(context, "addInitScript", () => profile.isSpoiled = true);
    // Nor can what is switched on through one.
    const newCDPSession = context.newCDPSession.bind(context);
    context.newCDPSession = (page) => {
      profile.unspoiled.delete(page as Page);
      return newCDPSession(page);
    };
    context.newPage = async () => {
      const { page } = profile;
      profile.page = null;
      return page ?? await profile.newPage();
    };
    return profile;
  }
  return { newFresh: (options) => make(options) };
}

/** Has `does` done before each call of a method. */
function before<K extends string>(
  target: { [name in K]: (...args: never[]) => unknown },
  name: K,
  does: () => void,
): void {
  const method = target[name] as (...args: unknown[]) => unknown;
  const watched = (...args: unknown[]) => {
    does();
    return method.apply(target, args);
  };
  target[name] = watched as typeof target[K];
}

/** Answers whether nothing of a person is left. */
async function empty(profile: Profile, options: BrowserContextOptions): Promise<boolean> {
  const { context, unspoiled } = profile;
  const { baseURL, viewport } = options;
  if (!baseURL) return false;
  const pages = context.pages();
  const kept = pages.find((page) => unspoiled.has(page));
  for (const page of pages) if (page !== kept) await page.close();
  unspoiled.clear();
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.setOffline(false);
  const page = kept ?? await profile.newPage();
  await leave(page, baseURL);
  await context.clearCookies();
  await clearStorage(page, baseURL);
  if (viewport) await page.setViewportSize(viewport);
  unspoiled.add(page);
  profile.page = page;
  return true;
}

/** Goes to a text of the app, on which nothing happens: what listened to the page, and what was held down on it, is gone. */
export async function leave(page: Page, baseURL: string): Promise<void> {
  page.removeAllListeners();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  // A page that asks whether to lose what is not saved is told to.
  page.on("dialog", (dialog) => void dialog.accept());
  for (const key of ["Shift", "Control", "Alt", "Meta"]) await page.keyboard.up(key);
  await page.mouse.up();
  await page.mouse.move(-1, -1);
  await page.goto(`${baseURL}/robots.txt`);
  await page.evaluate(() => sessionStorage.clear());
  page.removeAllListeners();
}

async function clearStorage(page: Page, baseURL: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", {
    origin: new URL(baseURL).origin,
    storageTypes: STORAGE,
  });
  await session.detach();
}
