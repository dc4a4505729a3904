import type { ComponentChildren } from "preact";
import { Footer } from "./Footer.tsx";
import { CornerHeader } from "./CornerHeader.tsx";
import { Header, type HeaderProps } from "./Header.tsx";
import { DISCLOSURE } from "../../text/disclosure.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./Shell.module.css.ts";

export type ShellKind =
  /** A page of the app or a reading page: header, content, footer. */
  | "page"
  /** One thing that fills the window, with a bar of its own between the header's corners. */
  | "full";

/** What is around every page. */
export function Shell(
  { kind, children, ...header }: HeaderProps & {
    readonly kind: ShellKind;
    readonly children: ComponentChildren;
  },
) {
  return (
    <div class={kind === "full" ? cx(styles.shell, styles.full) : styles.shell} data-shell={kind}>
      <a class={styles.skip} href="#content">Skip to content</a>
      {kind === "full" ? <CornerHeader {...header} /> : <Header {...header} />}
      <main id="content" tabIndex={-1}>{children}</main>
      {kind === "page"
        ? <Footer />
        : <footer class={styles.disclosure} data-part="disclosure">{DISCLOSURE}</footer>}
    </div>
  );
}
