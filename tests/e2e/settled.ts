import type { Page } from "playwright-core";

/** Waits until nothing fades or slides any more: what is on its way has less contrast than it will have. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ).then(() => undefined)
  );
}
