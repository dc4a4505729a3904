/** The playground of the first page: a picture first, hydrated once the page has been drawn and somebody can see it. */
import type { GuestProps } from "../features/editor/guest/guest_parts.ts";
import "../features/editor/editor.css";
import "../features/editor/playground/play.css";

/** As long as the browser may be busy with other things before the playground comes, ms. */
const AT_THE_LATEST = 1_500;

const place = document.querySelector<HTMLElement>('[data-island="playground"]');
if (place) whenSeen(place, () => whenPainted(() => whenIdle(() => void bringToLife(place))));

async function bringToLife(place: HTMLElement): Promise<void> {
  const props = JSON.parse(place.dataset.props ?? "{}") as GuestProps;
  try {
    const { mountPlayground } = await import("../features/editor/playground/mount_playground.tsx");
    mountPlayground(place, props);
  } catch {
    // The picture stays: it says the same, and its links lead to the editor.
  }
}

function whenSeen(element: HTMLElement, then: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    then();
  }, { rootMargin: "300px" });
  observer.observe(element);
}

/** A browser that is busy may be idle for a moment before it has drawn anything. */
function whenPainted(then: () => void): void {
  if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("paint")) return then();
  const observer = new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length === 0) return;
    observer.disconnect();
    then();
  });
  observer.observe({ type: "paint", buffered: true });
}

function whenIdle(then: () => void): void {
  if ("requestIdleCallback" in globalThis) {
    requestIdleCallback(then, { timeout: AT_THE_LATEST });
  } else setTimeout(then, 200);
}
