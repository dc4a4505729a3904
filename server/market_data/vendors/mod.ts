/** Every exchange that candles can come from. */
import type { Vendor, VendorDefinition, VendorOptions } from "../vendor.ts";
import { binance } from "./binance.ts";
import { coinMetrics } from "./coin_metrics.ts";
import { coinbase } from "./coinbase.ts";
import { coindesk } from "./coindesk.ts";
import { kraken } from "./kraken.ts";
import { twelveData } from "./twelve_data.ts";

export const VENDORS: readonly VendorDefinition[] = [
  binance,
  kraken,
  coinbase,
  coindesk,
  coinMetrics,
  twelveData,
];

/** The vendor of that name. @throws {Error} for a name that no vendor has, with those that there are */
export function openVendor(
  name: string,
  options: VendorOptions,
  vendors: readonly VendorDefinition[] = VENDORS,
): Vendor {
  const definition = vendors.find((vendor) => vendor.name === name);
  if (definition) return definition.open(options);
  const names = vendors.map((vendor) => vendor.name).join(", ");
  throw new Error(`There is no exchange called ${name}; there are: ${names}.`);
}
