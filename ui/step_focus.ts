/**
 * Up and down through a list of things that take focus, around its ends.
 *
 * @param items in their order, read when the key is pressed
 * @returns whether the key was one of the two, which then does nothing else
 */
export function stepFocus(event: KeyboardEvent, items: () => readonly HTMLElement[]): boolean {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return false;
  event.preventDefault();
  event.stopPropagation();
  const all = items();
  const at = all.findIndex((item) => item.contains(document.activeElement));
  // With focus on none of them the way down begins at the first, the way up at the last.
  const next = at === -1 && step === -1 ? all.length - 1 : (at + step + all.length) % all.length;
  all[next]?.focus();
  return true;
}
