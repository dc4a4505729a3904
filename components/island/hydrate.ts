/** The browser's side of `Island.tsx`. */
import { type ComponentType, h, hydrate, render } from "preact";

/** Hydrates every island of this name on the page. The component must render what the server rendered. */
export function hydrateIsland<P extends object>(name: string, component: ComponentType<P>): void {
  for (const { element, props } of islands<P>(name)) hydrate(h(component, props), element);
}

/** Draws an island that only a browser can draw, in place of its stand-in. */
export function mountIsland<P extends object>(name: string, component: ComponentType<P>): void {
  for (const { element, props } of islands<P>(name)) {
    element.replaceChildren();
    render(h(component, props), element);
  }
}

function islands<P>(name: string): { element: HTMLElement; props: P }[] {
  const found = document.querySelectorAll<HTMLElement>(`[data-island="${name}"]`);
  return [...found].map((element) => {
    const props = JSON.parse(element.dataset.props ?? "{}") as P;
    element.removeAttribute("data-props");
    return { element, props };
  });
}
