/**
 * `deno task screenshots [FOLDER [TEXT]]`: pictures of every page in its main states, in both themes and three sizes, into
 * FOLDER (`screenshots` in the temporary folder). With TEXT only states whose name has it.
 * `deno task screenshots --readme`: writes the pictures that README.md shows.
 */
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
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

/** The pictures of the README: one state on a laptop, a file for each theme. */
const README = {
  state: "editor",
  file: (theme: string) => `docs/pictures/editor-${theme}.webp`,
  /** Of WebP, 0 to 100: small text stays sharp, and a picture has less than 150 KB. */
  quality: 85,
} as const;

if (import.meta.main) {
  const [folder = join(tmpdir(), "screenshots"), text = ""] = Deno.args;
  const readme = folder === "--readme";
  const states = STATES.filter(({ name }) => readme ? name === README.state : name.includes(text));
  if (states.length === 0) {
    console.error(`No page is called “${text}”.`);
    Deno.exit(1);
  }
  if (!readme) await Deno.mkdir(folder, { recursive: true });
  const site = await openSite();
  try {
    if (readme) await takeReadme(site, states[0]!);
    else {
      let taken = 0;
      const failed: string[] = [];
      for (const state of states) {
        // A state that cannot be reached costs its own pictures, not those of the others.
        try {
          taken += await takeAll(site, state, folder);
        } catch (error) {
          failed.push(state.name);
          console.error(`${state.name}:`, error instanceof Error ? error.message : error);
        }
      }
      console.log(`${taken} pictures in ${folder}`);
      if (failed.length > 0) {
        console.error(`Not reached: ${failed.join("; ")}`);
        Deno.exitCode = 1;
      }
    }
  } finally {
    await site.close();
  }
  // Whatever a page has left open.
  Deno.exit();
}

async function takeReadme(site: Site, state: PageState): Promise<void> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  await Deno.mkdir(join(root, "docs/pictures"), { recursive: true });
  for (const theme of THEMES) {
    const { context, page } = await open(site, state, SIZES[0], theme);
    const devtools = await context.newCDPSession(page);
    const { data } = await devtools.send("Page.captureScreenshot", {
      format: "webp",
      quality: README.quality,
    });
    const bytes = Buffer.from(data, "base64");
    await Deno.writeFile(join(root, README.file(theme)), bytes);
    console.log(`${README.file(theme)}: ${Math.ceil(bytes.length / 1000)} KB`);
    await context.close();
  }
}

/** A page in its state and theme, drawn to its end. */
async function open(
  site: Site,
  state: PageState,
  { width, height }: { readonly width: number; readonly height: number },
  theme: string,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
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
  return { context, page };
}

async function takeAll(site: Site, state: PageState, folder: string): Promise<number> {
  let taken = 0;
  for (const size of SIZES) {
    const { name, width, height, like } = size;
    if (state.only !== undefined && state.only !== like) continue;
    for (const theme of THEMES) {
      const { context, page } = await open(site, state, size, theme);
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
