/** The choice of the strategy's market: typed, or picked from the list, the recent ones first. */
import { useSignal } from "@preact/signals";
import { marketKey, marketOfKey } from "../../../contracts/market_names.ts";
import type { Market } from "../../../contracts/markets.ts";
import { noteMarket, offeredMarkets, recentMarkets } from "../../../studio/run/recent_markets.ts";
import { candleAge } from "../../../text/candle_ends.ts";
import { endTime } from "../../../text/format.ts";
import { candleEndOf } from "../../../studio/run/candle_end_of.ts";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import { Attribution } from "../../../components/attribution/Attribution.tsx";
import { useEditor } from "../session/context.ts";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { ListPicker } from "../../../ui/ListPicker.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { changeMarket, marketName } from "../session/market.ts";
import type { ContextFormProps } from "./context_form.ts";
import fieldStyles from "../../../ui/Field.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import styles from "./MarketForm.module.css.ts";

export function MarketForm({ tracked, onDone }: ContextFormProps) {
  const parts = useEditor();
  const { strategy, markets } = parts;
  const { asset, timeframe, import: own = null } = strategy.value;
  const here = marketKey({ asset, import: own });
  const query = useSignal("");
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const recent = useSignal(recentMarkets(browserStorage()));
  const present = markets.find((known) => marketKey(known) === here);

  const choose = async (next: string, series: string, isLast: boolean) => {
    if (busy.peek()) return;
    if (next === here && series === timeframe) return isLast ? onDone() : undefined;
    busy.value = true;
    const market = marketOfKey(next);
    problem.value = await changeMarket(parts, market.asset, series, market.import);
    busy.value = false;
    if (problem.peek() !== null) return;
    // The one that was left is as likely wanted again as the one that was chosen.
    noteMarket(browserStorage(), here);
    noteMarket(browserStorage(), next);
    if (isLast) onDone();
  };
  const words = query.value.trim().toLowerCase().split(/\s+/);
  const found = offeredMarkets(markets, here, recent.value).filter((market) => {
    const name = marketName(market).toLowerCase();
    return words.every((word) => name.includes(word));
  });
  return (
    <div class={styles.form} aria-busy={busy.value}>
      <ListPicker
        label="Find a market"
        query={query}
        items={found.map((market) => ({
          key: marketKey(market),
          name: marketName(market),
          detail: detailOf(
            market,
            timeframe,
            leadOf(market, here, recent.value),
          ),
        }))}
        emptyText="No market has such a name."
        onChoose={(key) => {
          const market = markets.find((known) => marketKey(known) === key);
          const offered = market?.timeframes.map((series) => series.timeframe) ?? [];
          const series = offered.find((one) => one === timeframe) ?? offered[0] ?? timeframe;
          void choose(key, series, true);
        }}
        onCancel={onDone}
      />
      <div class={styles.foot}>
        <FieldGroup label="Timeframe">
          {({ labelId }) => (
            <Segments
              labelledBy={labelId}
              options={(present?.timeframes ?? []).map((series) => ({
                value: series.timeframe,
                label: series.timeframe,
              }))}
              value={present?.timeframes.find((series) => series.timeframe === timeframe)
                ?.timeframe ?? null}
              onChange={(series) => void choose(here, series, false)}
            />
          )}
        </FieldGroup>
        <p class={fieldStyles.hint}>
          The live result and new backtests use this market. Earlier backtests keep theirs
          {tracked ? ", and so does the track record until it is restarted." : "."}
        </p>
        {present?.attribution && (
          <p class={fieldStyles.hint}>
            <Attribution of={present.attribution} />
          </p>
        )}
        <p class={fieldsStyles.problem} role="alert">{problem.value}</p>
      </div>
    </div>
  );
}

/** Where a market stands in the list; what one has imported is called one's own wherever it stands. */
function leadOf(market: Market, here: string, recent: readonly string[]): string | null {
  const key = marketKey(market);
  const place = key === here ? "Now" : recent.includes(key) ? "Recent" : null;
  if (market.import === undefined) return place;
  return place === null ? "Yours" : `${place} · Yours`;
}

/** "Recent · candles to 31 Dec 2022, 14:00, 3 years ago" */
function detailOf(market: Market, timeframe: string, lead: string | null): string {
  const end = candleEndOf(market, timeframe);
  const age = end
    ? `candles to ${endTime(end.toMs)}, ${candleAge(end, Date.now())}`
    : "no candles yet, fetched when needed";
  return lead !== null ? `${lead} · ${age}` : age.charAt(0).toUpperCase() + age.slice(1);
}
