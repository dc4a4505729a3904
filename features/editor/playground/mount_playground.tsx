/** Puts the live playground in the place of its picture, without a jump: it takes shape behind it first. */
import { render } from "preact";
import type { GuestProps } from "../guest/guest_parts.ts";
import { Playground } from "./Playground.tsx";
import playFrameStyles from "./play_frame.module.css.ts";

export function mountPlayground(place: HTMLElement, props: GuestProps): void {
  const still = place.firstElementChild;
  const live = document.createElement("div");
  live.className = playFrameStyles.live;
  place.append(live);
  const show = () => {
    if (!still?.isConnected) return;
    const chip = still.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-template")
      : null;
    still.remove();
    place.dataset.live = "true";
    // Focus stays where it was.
    if (chip) live.querySelector<HTMLElement>(`[data-template="${CSS.escape(chip)}"]`)?.focus();
  };
  render(<Playground {...props} onReady={show} />, live);
  // A hand that reaches for it is not kept waiting.
  still?.addEventListener("pointerdown", (event) => {
    if (!(event.target as Element).closest("a")) show();
  });
}
