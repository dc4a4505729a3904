import { DISCLOSURE } from "../../text/disclosure.ts";
import styles from "./Footer.module.css.ts";

/** The line that every page ends with. */
export function Footer() {
  return (
    <footer class={styles.siteFooter}>
      <p>{DISCLOSURE}</p>
      <nav aria-label="About">
        <a href="/learn">Learn</a>
        <a href="/how-backtests-work">How backtests work</a>
        <a href="/learn/glossary">Glossary</a>
        <a href="/trust">Trust &amp; compliance</a>
        <a href="/status">Status</a>
        <a href="/health">Health</a>
      </nav>
    </footer>
  );
}
