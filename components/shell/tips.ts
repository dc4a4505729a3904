/**
 * Definitions of words (`ui/Tip.tsx`) open by CSS alone, on hover and on focus. This keeps them on the screen,
 * whatever clips around them, and lets Escape put one away.
 */
import { float } from "../../ui/floating.ts";

export function watchTips(): void {
  let open: HTMLElement | null = null;
  let stop: (() => void) | null = null;
  const place = (tip: HTMLElement) => {
    stop?.();
    stop = null;
    const word = tip.firstElementChild;
    const text = textOf(tip);
    if (!word || !text || !isShown(tip)) return;
    stop = float(word, text, { placement: "bottom-start", gap: 6, outset: 8 });
  };
  const show = (event: Event) => {
    const tip = tipOf(event.target);
    if (!tip) return;
    if (tip === open && stop) return;
    if (tip !== open) open?.removeAttribute("data-closed");
    open = tip;
    place(tip);
  };
  const leave = (tip: HTMLElement) => {
    if (tip !== open) return;
    stop?.();
    stop = null;
  };
  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("focusout", (event) => {
    const tip = tipOf(event.target);
    tip?.removeAttribute("data-closed");
    if (tip && !tip.matches(":hover")) leave(tip);
  });
  document.addEventListener("mouseout", (event) => {
    const tip = tipOf(event.target);
    const to = (event as MouseEvent).relatedTarget;
    if (!tip || (to instanceof Node && tip.contains(to))) return;
    tip.removeAttribute("data-closed");
    if (!tip.contains(document.activeElement)) leave(tip);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open?.isConnected || !isShown(open)) return;
    open.setAttribute("data-closed", "");
    // With focus on the word, Escape was meant for the definition and not for what is around it.
    if (!open.contains(document.activeElement)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
}

function tipOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-part="tip"]') : null;
}

function textOf(tip: HTMLElement): HTMLElement | null {
  return tip.querySelector<HTMLElement>('[data-part="tip-text"]');
}

function isShown(tip: HTMLElement): boolean {
  return (textOf(tip)?.getClientRects().length ?? 0) > 0;
}
