/** A form that changes something is sent once, however often its button is pressed while the answer is on its way. */

/** Pressing again works after that long, where no page came, milliseconds. */
const PATIENCE_MS = 5_000;
const SENT = "aria-busy";

export function watchForms(): void {
  // After the listeners of the form itself and of the themes: what a script sends is its own business.
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute(SENT)) return event.preventDefault();
    form.setAttribute(SENT, "true");
    setTimeout(() => form.removeAttribute(SENT), PATIENCE_MS);
  });
  // Back to this page as it was left.
  document.defaultView?.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll(`form[${SENT}]`)) form.removeAttribute(SENT);
  });
}
