/** Changes the theme in place. The cookie makes the server's next page come in it from the start. */

const YEAR_S = 31_536_000;

/** Fired on `document` after the theme changed, for what is drawn rather than styled. */
export const THEME_EVENT = "themechange";

export function watchTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
    const theme = (event.submitter as HTMLButtonElement | null)?.value;
    if (theme !== "light" && theme !== "dark" && theme !== "system") return;
    event.preventDefault();
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
    document.documentElement.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-form] [name=theme]")) {
      button.setAttribute("aria-pressed", String((button as HTMLButtonElement).value === theme));
    }
    const scheme = document.querySelector("meta[name=color-scheme]");
    scheme?.setAttribute("content", theme === "system" ? "light dark" : theme);
    form.closest("details")?.removeAttribute("open");
    document.dispatchEvent(new CustomEvent(THEME_EVENT));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    document.dispatchEvent(new CustomEvent(THEME_EVENT));
  });
}
