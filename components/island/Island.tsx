/**
 * An island: a part of a page that is hydrated in the browser. The server renders the component (or, for what only a browser
 * can draw, a stand-in of the same shape) and leaves its properties beside it; `islands/<name>.tsx` picks them up.
 */
import { type ComponentType, createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";

/** Which islands the page being rendered has, so that it loads their scripts and no others. */
export const IslandNames = createContext<Set<string> | null>(null);

interface Hydrated<P> {
  readonly name: string;
  readonly component: ComponentType<P>;
  readonly props: P;
  readonly class?: string;
}
interface ClientOnly<P> {
  readonly name: string;
  readonly component?: undefined;
  /** Anything that JSON can carry. */
  readonly props: P;
  readonly class?: string;
  /** The stand-in until the island draws itself. */
  readonly children: ComponentChildren;
}

/** Marks the place of an island. With `component` it is rendered here and hydrated; without, the children stand in for it. */
export function Island<P extends object>(island: Hydrated<P> | ClientOnly<P>) {
  useContext(IslandNames)?.add(island.name);
  return (
    <div
      class={island.class}
      data-island={island.name}
      data-props={JSON.stringify(island.props)}
    >
      {island.component ? <island.component {...island.props} /> : island.children}
    </div>
  );
}
