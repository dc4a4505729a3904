/** Shows a part of the page over all of it, without making it anew. */

/**
 * Puts an element above everything else, which cannot be reached meanwhile.
 *
 * @returns what puts it back
 */
export function fillWindow(element: HTMLElement): () => void {
  const closed: Element[] = [];
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    for (const other of at.parentElement?.children ?? []) {
      if (other === at || other.hasAttribute("inert") || other.matches("script, style")) continue;
      other.setAttribute("inert", "");
      closed.push(other);
    }
  }
  // The top layer: no ancestor can cut it off or lie above it.
  element.setAttribute("popover", "manual");
  element.dataset.full = "true";
  element.showPopover?.();
  return () => {
    element.hidePopover?.();
    element.removeAttribute("popover");
    delete element.dataset.full;
    for (const other of closed) other.removeAttribute("inert");
  };
}
