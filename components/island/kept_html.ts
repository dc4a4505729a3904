/** Parts of a page that the server has drawn before, for the same person or another. A browser has none and draws them. */
import { type ComponentChildren, createContext, type VNode } from "preact";

/** `content`, or the HTML that it was drawn as before; `depends` is all that it depends on, as JSON can carry it. */
export type KeepHtml = (depends: readonly unknown[], content: VNode) => ComponentChildren;

export const KeptHtml = createContext<KeepHtml | null>(null);
