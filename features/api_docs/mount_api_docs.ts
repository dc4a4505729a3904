/** Draws the API reference with swagger-ui, which the app serves itself. It is loaded by this page alone. */

/** What of swagger-ui is used. */
type SwaggerUi = (options: Readonly<Record<string, unknown>>) => unknown;

const FOLDER = "/api/docs";

/** Draws into `place`; `false` when the library could not be loaded, and then the stand-in stays. */
export async function mountApiDocs(place: HTMLElement): Promise<boolean> {
  followTheme();
  const [loaded] = await Promise.all([
    loadScript(`${FOLDER}/swagger-ui-bundle.js`),
    loadStyles(`${FOLDER}/swagger-ui.css`),
  ]);
  const draw = (globalThis as { SwaggerUIBundle?: SwaggerUi }).SwaggerUIBundle;
  if (!loaded || !draw) return false;
  place.replaceChildren();
  draw({
    domNode: place,
    url: "/api/v1/openapi.json",
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: "none",
    // Nothing is sent to anybody else.
    validatorUrl: null,
  });
  return true;
}

/** swagger-ui has one class for its dark colours. */
function followTheme(): void {
  const root = document.documentElement;
  // It has a ground of its own, which would differ from the header's.
  root.style.background = "var(--ground)";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const { theme } = root.dataset;
    root.classList.toggle("dark-mode", theme === "dark" || (theme !== "light" && system.matches));
  };
  follow();
  system.addEventListener("change", follow);
  new MutationObserver(follow).observe(root, { attributeFilter: ["data-theme"] });
}

function loadScript(src: string): Promise<boolean> {
  return loaded(Object.assign(document.createElement("script"), { src }));
}

function loadStyles(href: string): Promise<boolean> {
  return loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function loaded(element: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    element.addEventListener("load", () => resolve(true));
    element.addEventListener("error", () => resolve(false));
    document.head.append(element);
  });
}
