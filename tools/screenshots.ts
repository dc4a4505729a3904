/**
 * `deno task screenshots [FOLDER [TEXT]]`: pictures of every page in its main states, in both themes and three sizes, into
 * FOLDER (`screenshots` in the temporary folder), for anybody to look at. With TEXT only states whose name has it.
 */
import { join } from "node:path";
import { tmpdir } from "node:os";
import { openSite, type Site } from "../tests/e2e/site/site.ts";
import { bringTo, frames, type PageState, STATES } from "../tests/e2e/site/states.ts";

const SIZES = [
  { name: "laptop", width: 1440, height: 900, like: "desktop" },
  { name: "tablet", width: 1024, height: 768, like: "desktop" },
  { name: "phone", width: 390, height: 844, like: "phone" },
] as const;
const THEMES = ["light", "dark"] as const;

/** Longer pages are cut: nobody looks at a picture of ten screens. */
const MOST_HEIGHT_PX = 3_000;

if (import.meta.main) {
  const [folder = join(tmpdir(), "screenshots"), text = ""] = Deno.args;
  const states = STATES.filter(({ name }) => name.includes(text));
  if (states.length === 0) {
    console.error(`No page is called “${text}”.`);
    Deno.exit(1);
  }
  await Deno.mkdir(folder, { recursive: true });
  const site = await openSite();
  try {
    let taken = 0;
    for (const state of states) taken += await takeAll(site, state, folder);
    console.log(`${taken} pictures in ${folder}`);
  } finally {
    await site.close();
  }
}

async function takeAll(site: Site, state: PageState, folder: string): Promise<number> {
  let taken = 0;
  for (const { name, width, height, like } of SIZES) {
    if (state.only !== undefined && state.only !== like) continue;
    for (const theme of THEMES) {
      const context = await site.context(state.as, {
        viewport: { width, height },
        reducedMotion: "reduce",
      });
      await context.addCookies([{ name: "theme", value: theme, url: site.baseURL }]);
      const page = await context.newPage();
      await bringTo(page, state, site);
      await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => {
        // A page that streams is never idle.
      });
      // A picture of the whole page begins at its top.
      await page.evaluate(() => scrollTo(0, 0));
      await frames(page, 2);
      const tall = await page.evaluate(() => document.documentElement.scrollHeight);
      const file = `${state.name.replaceAll(/[^a-z0-9]+/g, "_")}-${name}-${theme}.png`;
      await page.screenshot({
        path: join(folder, file),
        fullPage: true,
        clip: { x: 0, y: 0, width, height: Math.min(Math.max(tall, height), MOST_HEIGHT_PX) },
      });
      await context.close();
      taken++;
    }
  }
  return taken;
}
