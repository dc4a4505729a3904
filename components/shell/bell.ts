/** Keeps the number at the bell what it is, by a stream of events while the page is in view. */
import { apiAddress } from "../../contracts/client/api_client.ts";
import { bellName, bellNumber } from "./bell_words.ts";

/** A page that is left at once opens no stream. */
const WAIT_MS = 1_500;

export function watchBell(
  open: (url: string) => EventSource = (url) => new EventSource(url),
): void {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  const number = bell?.querySelector<HTMLElement>("[data-number]");
  if (!bell || !number) return;
  let stream: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (event: Event) => {
    const unread = readUnread((event as MessageEvent).data);
    if (unread === null) return;
    bell.setAttribute("aria-label", bellName(unread));
    number.dataset.number = bellNumber(unread);
  };
  const follow = () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      // A browser has few connections to one host; pages that nobody sees leave theirs to others.
      stream?.close();
      stream = null;
      return;
    }
    timer = setTimeout(() => {
      if (stream) return;
      stream = open(apiAddress("GET /notices/events"));
      stream.addEventListener("unread", show);
    }, WAIT_MS);
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

/** The number in an event; `null` for anything else. */
export function readUnread(data: unknown): number | null {
  try {
    const unread: unknown = JSON.parse(String(data))?.unread;
    return Number.isSafeInteger(unread) && (unread as number) >= 0 ? unread as number : null;
  } catch {
    return null;
  }
}
