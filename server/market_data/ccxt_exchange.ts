/** One exchange of `ccxt`, without the hundred others that its door loads with it: 80 MB and most of a second. */
import type * as ccxt from "ccxt";

/** The exchanges that there are vendors for, with their types. */
export interface Exchanges {
  readonly binance: typeof ccxt.binance;
  readonly coinbaseexchange: typeof ccxt.coinbaseexchange;
  readonly kraken: typeof ccxt.kraken;
}

/**
 * The class of an exchange. The package names its door alone, and each exchange is a module of its own beside it.
 *
 * @throws {TypeError} when the package no longer has it there
 */
export async function loadExchange<Name extends keyof Exchanges>(
  name: Name,
): Promise<Exchanges[Name]> {
  const module = await import(new URL(`./src/${name}.js`, import.meta.resolve("ccxt")).href);
  return module.default;
}
