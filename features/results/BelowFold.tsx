import { type ComponentChildren, createContext } from "preact";
import styles from "./BelowFold.module.css.ts";

/** The parts below the charts, where they are at hand: on the server. A browser has them with the later parts. */
export const BelowFold = createContext<typeof import("./below_fold.tsx") | null>(null);

/** A place whose content, as long as there is none, stays what the server has drawn there. */
export function KeptPlace({ children }: { readonly children: ComponentChildren }) {
  return children
    ? <div class={styles.place}>{children}</div>
    // Hydration leaves the inside of such an element alone.
    : <div class={styles.place} dangerouslySetInnerHTML={{ __html: "" }} />;
}
