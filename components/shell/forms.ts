/** A form that changes something is sent once, however often its button is pressed while the answer is on its way. */

/** Pressing again works after that long, where no page came, milliseconds. */
const PATIENCE_MS = 5_000;

export function watchForms(): void {
  const sent = new Map<HTMLFormElement, ReturnType<typeof setTimeout>>();
  const release = (form: HTMLFormElement) => {
    clearTimeout(sent.get(form));
    sent.delete(form);
    form.removeAttribute("aria-busy");
  };
  // After the listeners of the form itself and of the themes: what a script sends is its own business.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    if (form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    sent.set(form, setTimeout(() => release(form), PATIENCE_MS));
  });
  // Back to this page as it was left.
  document.defaultView?.addEventListener("pageshow", () => {
    for (const form of [...sent.keys()]) release(form);
  });
}
