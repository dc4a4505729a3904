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

/** Of several candles, each source once; nothing where nobody has to be named. */
export function Attributions({ of }: { readonly of: readonly (Source | undefined)[] }) {
  const sources = new Map(of.flatMap((source) => source ? [[source.text, source] as const] : []));
  return (
    <>
      {[...sources.values()].map((source, at) => (
        <span key={source.text}>
          {at > 0 && " · "}
          <Attribution of={source} />
        </span>
      ))}
    </>
  );
}
