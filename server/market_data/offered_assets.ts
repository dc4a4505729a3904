/** The assets that this deployment offers: those that every one does, and what its vendors list besides. */
import { AppError, type Issue } from "../../contracts/errors.ts";
import { assetSchema, TIMEFRAMES, timeframeSchema } from "../../contracts/markets.ts";
import {
  type Asset,
  ASSETS,
  findAsset,
  MARKET_TIMEFRAMES,
  type MarketTimeframe,
  pairOf,
} from "./catalog.ts";
import { newestClose, newestCloseWithin } from "./newest_close.ts";
import type { Vendor } from "./vendor.ts";

/** So many assets of vendors are offered: what is listed is listed on pages. */
const MOST = 200;

export class OfferedAssets {
  /** In the order in which they are listed, the synthetic one last. */
  readonly all: readonly Asset[];
  readonly #more: ReadonlyMap<string, Asset>;
  readonly #vendors: readonly Pick<Vendor, "definition">[];

  constructor(vendors: readonly Pick<Vendor, "definition">[]) {
    const more = new Map<string, Asset>();
    for (const { definition } of vendors) {
      for (const { asset, name = asset } of definition.markets) {
        if (findAsset(asset) || more.has(asset) || more.size >= MOST) continue;
        more.set(asset, { ...pairOf(asset), name });
      }
    }
    this.#vendors = vendors;
    this.#more = more;
    const isMadeUp = ({ synthetic }: Asset) => synthetic;
    this.all = [
      ...ASSETS.filter((asset) => !isMadeUp(asset)),
      ...more.values(),
      ...ASSETS.filter(isMadeUp),
    ];
  }

  /** The asset written `name` (any case), or `undefined` when it is not on offer. */
  find(name: string): Asset | undefined {
    return findAsset(name) ?? this.#more.get(name.toUpperCase());
  }

  /** What an asset has: all timeframes, or those that a vendor which lists it gives, and what is made of its hours. */
  timeframesOf({ asset }: Asset): readonly MarketTimeframe[] {
    if (!this.#more.has(asset)) return TIMEFRAMES;
    const given = new Set(
      this.#vendors.filter(({ definition }) =>
        definition.markets.some((market) => market.asset === asset)
      ).flatMap(({ definition }) => definition.timeframes),
    );
    const isMade = (timeframe: MarketTimeframe) =>
      given.has("1h") && MARKET_TIMEFRAMES[timeframe] > MARKET_TIMEFRAMES["1h"];
    return TIMEFRAMES.filter((timeframe) => given.has(timeframe) || isMade(timeframe));
  }

  /** End of the newest candle of an asset that has closed at a moment, Unix ms: by the hours of its market, where it has any. */
  newestClose(asset: string, timeframeMs: number, nowMs: number): number {
    const hours = this.#vendors
      .flatMap(({ definition }) => definition.markets.filter((one) => one.asset === asset))
      .find((market) => market.hours)?.hours;
    return hours ? newestCloseWithin(hours, nowMs, timeframeMs) : newestClose(nowMs, timeframeMs);
  }

  /** @throws {AppError} `invalid_input` for an asset or a timeframe of it that is not on offer */
  require(name: string, timeframe: string): void {
    const asset = this.find(name);
    const issues: Issue[] = [];
    if (!asset) issues.push(...issuesOf("asset", assetSchema.safeParse(name)));
    const unknown = issuesOf("timeframe", timeframeSchema.safeParse(timeframe));
    issues.push(...unknown);
    const timeframes = asset ? this.timeframesOf(asset) : TIMEFRAMES;
    if (unknown.length === 0 && !timeframes.some((one) => one === timeframe)) {
      const message = `Choose ${timeframes.join(", ")} for ${asset?.asset}.`;
      issues.push({ path: "timeframe", message });
    }
    if (issues[0]) throw new AppError("invalid_input", issues[0].message, { issues });
  }
}

function issuesOf(
  path: string,
  { error }: { readonly error?: { readonly issues: readonly { readonly message: string }[] } },
): Issue[] {
  return (error?.issues ?? []).map(({ message }) => ({ path, message }));
}
