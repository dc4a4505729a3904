/** What must hold on every page, whatever it shows. */
import type { Page } from "playwright-core";
import { DISCLOSURE } from "../../../text/disclosure.ts";
import { axe } from "../axe.ts";

/** Windows that a page must fit: a laptop, a tablet, a phone, and a phone with everything enlarged. */
const WIDTHS = { desktop: [1440, 1024], phone: [390, 320] } as const;
const SMALLEST_TEXT_PX = 12;
const MODAL = "dialog:modal";
/** With reduced motion nothing takes longer than this; what is instant is written as a hundredth of a millisecond. */
const LONGEST_MOTION_MS = 1;

/** Keeps what a page complains about: console errors and warnings, exceptions, requests that fail. */
export function listen(
  page: Page,
  { status = 200, refusal = 0 }: {
    /** What the page itself answers with. */
    readonly status?: number;
    /** The failure that is part of what the page shows. */
    readonly refusal?: number;
  } = {},
): string[] {
  const complaints: string[] = [];
  const addresses = new Set<string>();
  page.on("framenavigated", (frame) => addresses.add(frame.url()));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    // A page that answers 404 is said by the browser to have failed: that is what it is for.
    const isMeant = status >= 400 && message.text().includes(`status of ${status}`) &&
        [...addresses, page.url()].some((url) => message.location().url === url) ||
      refusal > 0 && message.text().includes(`status of ${refusal}`);
    if (!isMeant) complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // Leaving a page ends its streams.
    if (reason !== "net::ERR_ABORTED") complaints.push(`${request.url()} failed: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() < 400 || response.request().isNavigationRequest()) return;
    if (response.status() === refusal) return;
    complaints.push(`${response.url()} answered ${response.status()}`);
  });
  return complaints;
}

/** What is wrong with the page as it stands, in both themes; empty when nothing is. */
export async function audit(page: Page, size: "desktop" | "phone"): Promise<string[]> {
  const found = [...await page.evaluate(smallText, SMALLEST_TEXT_PX)];
  found.push(...await page.evaluate(undisclosed, DISCLOSURE));
  found.push(...await page.evaluate(motion, LONGEST_MOTION_MS));
  found.push(...await page.evaluate(cutAway));
  // The page below a modal dialog is inert, and is looked at in states of its own.
  const isCovered = await page.locator(MODAL).count() > 0;
  const within = isCovered ? MODAL : undefined;
  found.push(...await axe(page, { within }));
  await otherTheme(page);
  // Another theme is other colours and nothing else.
  found.push(
    ...(await axe(page, { within, rules: ["color-contrast"] }))
      .map((line) => `other theme: ${line}`),
  );
  await otherTheme(page);
  const { height = 900 } = page.viewportSize() ?? {};
  for (const width of WIDTHS[size].toReversed()) {
    await page.setViewportSize({ width, height });
    const lines = [...await page.evaluate(tooWide), ...await page.evaluate(cutOff)];
    found.push(...lines.map((line) => `at ${width} px: ${line}`));
  }
  return found;
}

/** A result without the line that it is simulated; the canvas alone shows none. */
function undisclosed(line: string): string[] {
  const isShown = (text: string) =>
    [...document.querySelectorAll("p, footer, b")].some((element) =>
      element.textContent?.includes(text) && element.checkVisibility()
    );
  const results = /[+−]\d[\d,.]* ?%|\b(?:Total return|Max\.? drawdown|Sharpe|Win rate)\b/;
  return results.test(document.body.innerText) && !isShown(line)
    ? [`shows a result without “${line}”`]
    : [];
}

async function otherTheme(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    dataset.theme = dataset.theme === "dark" ? "light" : "dark";
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

/** Text that a person sees and that is set smaller than `least` pixels. What a canvas scales is set larger. */
function smallText(least: number): string[] {
  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent?.trim();
    const parent = node.parentElement;
    if (!text || !parent?.checkVisibility({ visibilityProperty: true })) continue;
    const px = parseFloat(getComputedStyle(parent).fontSize);
    if (px < least) found.add(`text of ${px} px in .${parent.className}: ${text.slice(0, 40)}`);
  }
  return [...found];
}

/** What moves although the person asked for stillness. */
function motion(longest: number): string[] {
  const found = new Set<string>();
  for (const animation of document.getAnimations()) {
    const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
    const target = (animation.effect as KeyframeEffect | null)?.target;
    if (Number(duration) > longest || iterations === Infinity) {
      found.add(`moves: ${target?.nodeName} .${target?.className}`);
    }
  }
  for (const element of document.querySelectorAll("*")) {
    const { transitionDuration, scrollBehavior } = getComputedStyle(element);
    const ms = Math.max(
      ...transitionDuration.split(",").map((text) =>
        parseFloat(text) * (text.trim().endsWith("ms") ? 1 : 1000)
      ),
    );
    if (ms > longest || scrollBehavior === "smooth") {
      found.add(`moves: ${element.nodeName} .${element.getAttribute("class")}`);
    }
  }
  return [...found];
}

/** What was placed beside something and cannot be seen there, because a box around it cuts it off or another lies over it. */
function cutAway(): string[] {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
  return [...dialog.querySelectorAll("[data-placed]")].filter((box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    if (!box.checkVisibility({ visibilityProperty: true }) || right <= left) return false;
    // What lets the pointer through is not found by asking for a point.
    if (getComputedStyle(box).pointerEvents === "none") return false;
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    // Beyond the window there is nothing; one may scroll there.
    return at !== null && !box.contains(at);
  }).map((box) => `placed and not seen: ${box.outerHTML.slice(0, 120)}`);
}

/** Whether the page scrolls sideways, and what sticks out. */
function tooWide(): string[] {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    // What a box of its own cuts off or scrolls does not widen the page.
    let box = element.parentElement;
    while (box && getComputedStyle(box).overflowX === "visible") box = box.parentElement;
    return width > 0 && right > room + 1 && (box === null || box === document.documentElement);
  });
  const names = out.slice(0, 4).map((element) =>
    `${element.nodeName.toLowerCase()}.${element.getAttribute("class") ?? ""}`
  );
  return [`scrolls sideways to ${document.documentElement.scrollWidth} px: ${names.join(", ")}`];
}

/** Controls that stand beyond the edge of the window, where nothing can be scrolled to show them. */
function cutOff(): string[] {
  // A canvas has no edge: it is moved.
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea")]
    .filter((element) => !element.closest(".react-flow__viewport"));
  return controls.filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    if (width <= 1 || (right <= innerWidth + 1 && left >= -1)) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false;
    }
    return true;
  }).map((element) => `cut off: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 120)}`);
}
