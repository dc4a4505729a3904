/** What axe finds on a page. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Every violation as a line, once nothing fades or slides any more; empty when there is none. */
export async function axe(
  page: Page,
  { within, rules }: {
    /** The part that is looked at; everything, when it is not given. */
    readonly within?: string;
    /** Only these rules. */
    readonly rules?: readonly string[];
  } = {},
): Promise<string[]> {
  await settled(page);
  // "Legacy" runs in the page itself, which has no frames, instead of collecting the answers in a second page: a third of the
  // time for the same rules.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({
    resultTypes: ["violations"],
    ...(rules ? { runOnly: [...rules] } : {}),
  });
  if (within) builder.include(within);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ html, any }) =>
      `axe ${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ""}`
    )
  );
}

/** What is on its way has less contrast than it will have. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ).then(() => undefined)
  );
}
