import type { ComponentChildren } from "preact";
import { Footer } from "./Footer.tsx";
import { Header, type HeaderProps } from "./Header.tsx";

export type ShellKind =
  /** A page of the app or a reading page: header, content, footer. */
  | "page"
  /** Header, then one thing that fills the window. */
  | "full";

/** What is around every page. */
export function Shell(
  { kind, children, ...header }: HeaderProps & {
    readonly kind: ShellKind;
    readonly children: ComponentChildren;
  },
) {
  return (
    <div class={`shell shell-${kind}`}>
      <a class="skip" href="#content">Skip to content</a>
      <Header {...header} />
      <main id="content" tabIndex={-1}>{children}</main>
      {kind === "page" && <Footer />}
    </div>
  );
}
