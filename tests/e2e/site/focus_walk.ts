/** Walking a page with Tab alone: everything is reached, where one is can be seen, and nothing holds one back. */
import type { Page } from "playwright-core";

/** Fields of several parts, such as a date, take a Tab for each part. */
const PARTS = 6;

interface Walk {
  /** What Tab should reach, and has not reached yet. */
  readonly left: Set<Element>;
  /** How the element that has focus looked while it had it. */
  last: { readonly element: Element; readonly look: string } | null;
  readonly found: string[];
}
type Walking = typeof globalThis & {
  walk: Walk;
  look: (element: Element) => string;
  /** Looks at where focus is now, and back at where it was. Answers whether everything has been reached. */
  step: () => boolean;
};

/** Walks through the page, or through the dialog that is open; what is wrong on the way. */
export async function walk(page: Page): Promise<string[]> {
  const stops = await page.evaluate(begin);
  for (let k = 0; k < stops * PARTS + 30; k++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => (globalThis as Walking).step())) break;
  }
  return await page.evaluate(end);
}

/** Focuses each stop of Tab in the page itself, which is faster than keys: that focus can be seen, and that its place can. */
export async function focusEach(page: Page): Promise<string[]> {
  // Styles follow focus at once; what a script shows of it comes a frame later, and is waited for where something is amiss.
  const found = await focusAll(page, { frames: false });
  return found.length === 0 ? found : await focusAll(page, { frames: true });
}

async function focusAll(page: Page, { frames }: { frames: boolean }): Promise<string[]> {
  await page.evaluate(begin);
  // After a key, what is focused by a script shows it as well.
  await page.keyboard.press("Tab");
  await page.evaluate(async (frames) => {
    const { walk, step } = globalThis as Walking;
    step();
    for (const element of [...walk.left]) {
      (element as HTMLElement).focus();
      if (frames) await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      step();
    }
  }, frames);
  return await page.evaluate(end);
}

/** The first Tab of a page offers to skip to what the page is about. */
export async function skipLink(page: Page): Promise<string[]> {
  const skip = page.locator('a[href="#content"]');
  await skip.focus();
  const box = await skip.boundingBox();
  const found = box && box.y >= 0 && box.width > 40 ? [] : ["the skip link is not seen"];
  await page.keyboard.press("Enter");
  const at = await page.evaluate(() => document.activeElement?.id);
  return at === "content" ? found : [...found, `the skip link leads to ${at}`];
}

function begin(): number {
  const scope = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
  const groups = new Set<string>();
  const stops = [...scope.querySelectorAll<HTMLElement | SVGElement>(
    "a[href], button, input, select, textarea, summary, [tabindex]",
  )].filter((element) => {
    if (element.tabIndex < 0 || element.matches(":disabled, [type=hidden]")) return false;
    if (element.closest("[inert]")) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    // A summary without a menu of its own is no stop, and of radio buttons the chosen one stands for all.
    if (element instanceof HTMLInputElement && element.type === "radio") {
      const chosen = document.querySelector(`input[name="${element.name}"]:checked`);
      if (chosen ? chosen !== element : groups.has(element.name)) return false;
      groups.add(element.name);
    }
    return true;
  });
  const walking = globalThis as Walking;
  walking.walk = { left: new Set(stops), last: null, found: [] };
  // All that can tell where focus is: rings, edges and the colours of what is drawn.
  walking.look = (element) => {
    const around: Element[] = [
      element,
      ...(element instanceof HTMLInputElement ? element.labels ?? [] : []),
      ...(element.nextElementSibling ? [element.nextElementSibling] : []),
      ...(element.parentElement ? [element.parentElement] : []),
      ...(element.firstElementChild ? [element.firstElementChild] : []),
      ...(element instanceof SVGElement ? element.querySelectorAll("path") : []),
    ];
    return around.map((each) => {
      const style = getComputedStyle(each);
      const ring = style.outlineStyle === "none" || style.outlineWidth === "0px"
        ? "none"
        : `${style.outlineWidth} ${style.outlineColor}`;
      return [ring, style.boxShadow, style.borderColor, style.stroke, style.strokeWidth].join();
    }).join(" | ");
  };
  walking.step = () => {
    const { walk, look } = walking;
    const name = (element: Element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
    const element = document.activeElement;
    if (walk.last && walk.last.element !== element && walk.last.element.isConnected) {
      if (look(walk.last.element) === walk.last.look) {
        walk.found.push(`no visible focus: ${name(walk.last.element)}`);
      }
    }
    if (!element || element === document.body) {
      walk.last = null;
      return walk.left.size === 0;
    }
    // The parts of one field are one stop: the first of them says whether it is seen.
    if (walk.last?.element !== element) walk.last = { element, look: look(element) };
    if (walk.left.delete(element)) {
      // Of a field that is drawn by its label, the label is what is seen.
      const drawn = [element, ...(element instanceof HTMLInputElement ? element.labels ?? [] : [])];
      const seen = drawn.some((each) => {
        const { width, height, top, left, bottom, right } = each.getBoundingClientRect();
        return width > 1 && height > 1 && bottom > 0 && right > 0 && top < innerHeight &&
          left < innerWidth;
      });
      if (!seen) walk.found.push(`focused out of sight: ${name(element)}`);
    }
    return false;
  };
  return stops.length;
}

function end(): string[] {
  const { walk } = globalThis as Walking;
  // What has come to be disabled on the way, as a button is whose form turned out to be empty, is no stop any more.
  const missed = [...walk.left].filter((element) =>
    element.isConnected && !element.matches(":disabled") &&
    element.checkVisibility({ visibilityProperty: true })
  );
  return [
    ...new Set(walk.found),
    ...missed.slice(0, 8).map((element) => `Tab never comes to ${element.outerHTML.slice(0, 140)}`),
  ];
}
