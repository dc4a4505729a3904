/**
 * The assets as islands know them. The contracts' own list comes with the validation library, which no page should load for a
 * word; `assets_test.ts` holds the two together.
 */

/** Made by a formula, not traded anywhere. */
export const SYNTHETIC = "DEMO/USDT";

/** What an exchange is called, or an import of one's own. */
export function venueName(venue: string | null, importName: string | null = null): string {
  if (importName !== null) return `Your import ${importName}`;
  if (venue === null) return "–";
  return { binance: "Binance", synthetic: "Synthetic" }[venue] ?? venue;
}
