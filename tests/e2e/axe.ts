/** What axe finds on a page. */
import axeCore from "axe-core";
import type { Page } from "playwright-core";

type WithAxe = typeof globalThis & { readonly axe?: typeof axeCore };

/** Every violation as a line, once nothing fades or slides any more; empty when there is none. */
export async function axe(
  page: Page,
  { within, rules }: {
    /** The part that is looked at; everything, when it is not given. */
    readonly within?: string | undefined;
    /** Only these rules. */
    readonly rules?: readonly string[];
  } = {},
): Promise<string[]> {
  await settled(page);
  // Once a page: its half a megabyte takes the browser as long to read as the rules take to run.
  if (await page.evaluate(() => (globalThis as WithAxe).axe === undefined)) {
    await page.evaluate(axeCore.source);
  }
  return await page.evaluate(async ({ within, rules }) => {
    const { axe } = globalThis as WithAxe;
    if (!axe) throw new Error("axe is not there");
    const { violations } = await axe.run(within ?? document, {
      resultTypes: ["violations"],
      ...(rules ? { runOnly: [...rules] } : {}),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map(({ html, any }) =>
        `axe ${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ""}`
      )
    );
  }, { within: within ?? null, rules: rules ?? null });
}

/**
 * What is on its way has less contrast than it will have. A browser without a window may stop drawing frames before a transition
 * of something unseen has ended: what goes on for over a second is brought to its end.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const moving = document.getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    const ended = Promise.allSettled(moving.map(({ finished }) => finished));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1000))]);
    for (const animation of moving) if (animation.playState === "running") animation.finish();
  });
}
