/** Whom candles have to be credited to, wherever they are shown. */
import type { Attribution as Source } from "../../contracts/markets.ts";
import linkStyles from "../../ui/link.module.css.ts";

/** "Candles: Binance", with the licence where there is one. The link opens beside the page, which may be at work. */
export function Attribution({ of }: { readonly of: Source }) {
  return (
    <span data-part="attribution">
      <a class={linkStyles.link} href={of.url} target="_blank" rel="noopener noreferrer">
        {of.text}
      </a>
      {of.licence && ` (${of.licence})`}
    </span>
  );
}
