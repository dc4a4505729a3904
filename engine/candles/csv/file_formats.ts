/** Whose export a candle file is, and which market it is of, as its header and its name tell. */

interface FileFormat {
  readonly name: string;
  /** What is above the header, the names in it in small letters, the cells of the first line. */
  readonly test: (above: string, names: readonly string[], cells: readonly string[]) => boolean;
}

const has = (names: readonly string[], ...wanted: readonly string[]) =>
  wanted.every((name) => names.includes(name));
const isDigits = (cell: string | undefined) => /^\d{9,19}$/.test(cell ?? "");

const FORMATS: readonly FileFormat[] = [
  {
    name: "CryptoDataDownload",
    test: (above, names) =>
      /cryptodatadownload/i.test(above) ||
      has(names, "symbol") && names.some((name) => /^volume [a-z0-9]{2,10}$/.test(name)),
  },
  {
    name: "MetaTrader",
    test: (_, names, cells) =>
      has(names, "<date>", "<open>") ||
      names.length === 0 && /^\d{4}\.\d{2}\.\d{2}$/.test(cells[0] ?? "") &&
        /^\d/.test(cells[1] ?? ""),
  },
  {
    name: "Binance",
    test: (_, names, cells) =>
      names.some((name) =>
        /^(close_time|close time|taker_buy|quote_volume$|quote asset volume)/.test(name)
      ) ||
      names.length === 0 && (cells.length === 12 || cells.length === 11) && isDigits(cells[6]),
  },
  {
    name: "Kraken",
    test: (_, names, cells) =>
      has(names, "vwap") ||
      names.length === 0 && (cells.length === 7 || cells.length === 8) &&
        /^\d{9,10}$/.test(cells[0] ?? ""),
  },
  {
    name: "Yahoo",
    test: (_, names) => has(names, "date", "open", "close", "adj close"),
  },
  {
    name: "Coinbase",
    test: (_, names) =>
      names.indexOf("low") >= 0 && names.indexOf("low") < names.indexOf("high") &&
      names.indexOf("high") < names.indexOf("open"),
  },
  {
    name: "TradingView",
    test: (_, names) => names.slice(0, 5).join() === "time,open,high,low,close",
  },
];

/** `TradingView`; `CSV` where it is nobody's. */
export function formatOf(
  above: readonly string[],
  names: readonly string[],
  cells: readonly string[],
): string {
  const small = names.map((name) => name.trim().toLowerCase());
  const top = above.slice(0, 50).join("\n");
  return FORMATS.find(({ test }) => test(top, small, cells))?.name ?? "CSV";
}

/** What a pair may be quoted in, the longer ones first. */
const QUOTES = [
  "USDT",
  "USDC",
  "FDUSD",
  "BUSD",
  "USD",
  "EUR",
  "GBP",
  "JPY",
  "TRY",
  "BRL",
  "AUD",
  "CAD",
  "CHF",
  "KRW",
  "BTC",
  "ETH",
  "BNB",
];
const SYMBOL_COLUMN = /^(symbol|pair|ticker|market|<ticker>)$/i;
/** Kraken's names of some symbols. */
const OTHER_NAMES: Readonly<Record<string, string>> = { XBT: "BTC", XDG: "DOGE" };

/** The pair that a file says it is of: by a column, or by its name (`LTC-EUR_1h.csv`, `BINANCE_LTCEUR, 60.csv`). */
export function pairIn(
  fileName: string,
  names: readonly string[] = [],
  cells: readonly string[] = [],
): string | null {
  const column = names.findIndex((name) => SYMBOL_COLUMN.test(name.trim()));
  const said = column < 0 ? null : pairOfSymbol(cells[column] ?? "");
  if (said !== null) return said;
  const words = fileName.replace(/\.(csv|txt|tsv|gz|zip)$/gi, "").toUpperCase();
  const apart = /(?:^|[^A-Z0-9.])([A-Z0-9.]{1,15})[-/]([A-Z0-9]{2,10})(?![A-Z0-9])/.exec(words);
  if (apart && QUOTES.includes(apart[2]!)) return `${known(apart[1]!)}/${apart[2]}`;
  for (const word of words.split(/[^A-Z0-9.]+/)) {
    const pair = pairOfSymbol(word);
    if (pair !== null) return pair;
  }
  return null;
}

function pairOfSymbol(symbol: string): string | null {
  const plain = symbol.trim().toUpperCase().replace(/^[A-Z]+:/, "");
  const apart = /^([A-Z0-9.]{1,15})[-/_]([A-Z0-9]{2,10})$/.exec(plain);
  if (apart) return `${known(apart[1]!)}/${apart[2]}`;
  const quote = QUOTES.find((one) => plain.length > one.length + 1 && plain.endsWith(one));
  const base = quote === undefined ? "" : plain.slice(0, -quote.length);
  return quote !== undefined && /^[A-Z0-9.]{2,15}$/.test(base) ? `${known(base)}/${quote}` : null;
}

function known(base: string): string {
  return OTHER_NAMES[base] ?? base;
}
