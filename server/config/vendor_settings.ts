/** The vendors that candles can come from, as settings name them; `vendors/mod_test.ts` holds their definitions against it. */

export const VENDOR_NAMES = [
  "binance",
  "kraken",
  "coinbase",
  "coindesk",
  "coin_metrics",
  "twelve_data",
] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];

/** What the settings say of one vendor. */
export interface VendorSettings {
  /** Scheme, host and port instead of its own; `null` = its own. */
  readonly url: string | null;
  readonly apiKey: string | null;
}

/** Vendors that are used with a key alone, with the setting that has it. */
export const NEEDED_KEYS: Readonly<Partial<Record<VendorName, string>>> = {
  coindesk: "COINDESK_API_KEY",
  twelve_data: "TWELVE_DATA_API_KEY",
};

/** What those of `names` lack that are used with a key alone, a sentence each. */
export function missingKeys(
  names: readonly VendorName[],
  given: Readonly<Record<string, string>>,
): string[] {
  return names.flatMap((name) => {
    const setting = NEEDED_KEYS[name];
    return setting === undefined || given[setting]
      ? []
      : [`MARKET_DATA names ${name}, which needs ${setting}.`];
  });
}
