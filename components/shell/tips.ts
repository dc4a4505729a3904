/**
 * Definitions of words (`ui/Tip.tsx`) open by CSS alone, on hover and on focus. This keeps them on the screen,
 * whatever clips around them, and lets Escape put one away.
 */

/** Between a word and its definition, and from there to the edge of the window, in pixels. */
const APART = 6;
const EDGE = 8;

export function watchTips(): void {
  let open: HTMLElement | null = null;
  const show = (event: Event) => {
    const tip = tipOf(event.target);
    if (!tip) return;
    if (tip !== open) open?.removeAttribute("data-closed");
    open = tip;
    place(tip);
  };
  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("focusout", (event) => {
    tipOf(event.target)?.removeAttribute("data-closed");
  });
  document.addEventListener("mouseout", (event) => {
    const tip = tipOf(event.target);
    const to = (event as MouseEvent).relatedTarget;
    if (tip && !(to instanceof Node && tip.contains(to))) tip.removeAttribute("data-closed");
  });
  document.addEventListener("scroll", () => {
    if (open?.isConnected) place(open);
  }, { capture: true, passive: true });
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
  return target instanceof Element ? target.closest<HTMLElement>(".tip") : null;
}

function textOf(tip: HTMLElement): HTMLElement | null {
  return tip.querySelector<HTMLElement>(".tip-text");
}

function isShown(tip: HTMLElement): boolean {
  return (textOf(tip)?.getClientRects().length ?? 0) > 0;
}

/** Below the word, above it where there is more room, and never beyond an edge. */
function place(tip: HTMLElement): void {
  const word = tip.firstElementChild?.getBoundingClientRect();
  const text = textOf(tip);
  if (!word || !text || !isShown(tip)) return;
  text.dataset.placed = "";
  const { offsetWidth: width, offsetHeight: height } = text;
  const { innerWidth, innerHeight } = globalThis;
  const below = word.bottom + APART;
  const fits = below + height <= innerHeight - EDGE || word.top < height + APART + EDGE;
  text.style.left = `${Math.max(EDGE, Math.min(word.left - 8, innerWidth - width - EDGE))}px`;
  text.style.top = `${fits ? below : word.top - APART - height}px`;
}
