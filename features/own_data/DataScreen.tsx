/** The candles that backtests read: one's own first, then those that everybody shares. */
import type { ComponentChildren } from "preact";
import { apiAddress } from "../../contracts/client/api_client.ts";
import type { Attribution, CandleImport } from "../../contracts/markets.ts";
import type { Usage } from "../../contracts/users.ts";
import { Attributions } from "../../components/attribution/Attribution.tsx";
import { DeleteImport } from "../../components/imports/DeleteImport.tsx";
import { Island } from "../../components/island/Island.tsx";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { candleAge } from "../../text/candle_ends.ts";
import { counted, dateTime, endTime, number } from "../../text/format.ts";
import { ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { cx } from "../../ui/cx.ts";
import { type Axis, barOf, type DrawnSeries } from "./coverage_view.ts";
import { CoverageBar, CoverageYears } from "./CoverageBar.tsx";
import { ImportPanel } from "./ImportPanel.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import styles from "./DataScreen.module.css.ts";

/** A series as it is listed. */
export interface ListedSeries extends DrawnSeries {
  readonly asset: string;
  readonly timeframe: string;
  /** Where its candles are from, in words. */
  readonly source: string;
  readonly synthetic: boolean;
  readonly candles: number;
  readonly missing: number;
  /** Those of `candles` that are made of fewer hours than they have; absent where none is made of hours. */
  readonly partial?: number;
  /** Whether the market has closing hours: what is missing is not counted then. */
  readonly hasHours?: boolean;
  /** Whether they are a person's own. */
  readonly isOwn: boolean;
  /** Close of the newest candle that the market has by now, Unix ms. */
  readonly newestMs?: number;
}

export interface DataProps {
  readonly own: readonly { readonly series: ListedSeries; readonly of: CandleImport }[];
  readonly shared: readonly ListedSeries[];
  /** Whom the shared candles have to be credited to. */
  readonly sources: readonly Attribution[];
  readonly usage: Pick<Usage, "imports" | "import_candles">;
  readonly axis: Axis;
  readonly zone: string | null;
  readonly nowMs: number;
  /** What has just been done. */
  readonly done: string | null;
}

export function DataScreen(
  { own, shared, sources, usage, axis, zone, nowMs, done }: DataProps,
) {
  const { used, limit } = usage.import_candles;
  return (
    <div class={pagesStyles.page}>
      <PageHead
        title="Data"
        about="The candles that backtests and live results read, and where they end."
      />
      <div class={styles.cards}>
        {done === "deleted" && (
          <Notice role="status">
            <p>Import deleted.</p>
          </Notice>
        )}
        <Island
          name="data_import"
          component={ImportPanel}
          props={{ nowMs, zone: zone ?? "UTC", names: own.map(({ of }) => of.name) }}
        />
        <Card title="Yours" id="yours" pad={false}>
          <p class={styles.lead} data-part="quota">
            {number(used)} of {number(limit)} candles used, {number(usage.imports.used)} of{" "}
            {number(usage.imports.limit)} imports. Only you see them.
          </p>
          {own.length === 0
            ? (
              <p class={styles.empty}>
                Nothing imported yet. A file of candles from TradingView, an exchange or MetaTrader
                becomes a market of your own: choose it above.
              </p>
            )
            : (
              <List axis={axis}>
                {own.map(({ series, of }) => (
                  <Row
                    key={`${of.name} ${of.asset} ${of.timeframe}`}
                    {...{ series, axis, zone, nowMs }}
                  >
                    <OwnActions of={of} />
                  </Row>
                ))}
              </List>
            )}
        </Card>
        <Card title="Shared" id="shared" pad={false}>
          <p class={styles.lead}>
            Everybody’s backtests read these. What is missing is fetched from the exchange when a
            backtest needs it.
          </p>
          <List axis={axis}>
            {shared.map((series) => (
              <Row key={`${series.asset} ${series.timeframe}`} {...{ series, axis, zone, nowMs }} />
            ))}
          </List>
          {sources.length > 0 && (
            <p class={cx(styles.lead, textStyles.small)} data-part="sources">
              <Attributions of={sources} />
            </p>
          )}
        </Card>
      </div>
    </div>
  );
}

function List({ axis, children }: { readonly axis: Axis; readonly children: ComponentChildren }) {
  return (
    <ul class={styles.list}>
      {children}
      <li class={cx(styles.row, styles.axis)} aria-hidden="true">
        <span />
        <CoverageYears axis={axis} />
      </li>
    </ul>
  );
}

function Row(
  { series, axis, zone, nowMs, children }: {
    readonly series: ListedSeries;
    readonly axis: Axis;
    readonly zone: string | null;
    readonly nowMs: number;
    readonly children?: ComponentChildren;
  },
) {
  const { asset, timeframe, source, synthetic, candles, firstMs, toMs } = series;
  const ends = `${endTime(toMs, zone ?? "UTC")}, ${candleAge(series, nowMs)}`;
  const gaps = gapWords(series);
  return (
    <li class={styles.row} data-series={`${asset} ${timeframe}`}>
      <div class={styles.name}>
        <strong>{asset}</strong> · {timeframe} {synthetic && <SyntheticBadge />}
        <p class={fieldStyles.hint}>{source}</p>
      </div>
      <div>
        <CoverageBar
          bar={barOf(series, axis)}
          label={`${asset} ${timeframe} from ${
            dateTime(firstMs, zone ?? "UTC")
          }; candles end ${ends}; ${gaps}`}
        />
        <p class={fieldStyles.hint}>
          From {dateTime(firstMs, zone ?? "UTC")} · candles end {ends} · {number(candles)} candles,
          {" "}
          {gaps}
        </p>
        {children}
      </div>
    </li>
  );
}

/** "no gaps", "5 candles missing, 25 made of fewer hours because of outages" */
function gapWords({ missing, partial = 0, hasHours = false }: ListedSeries): string {
  if (hasHours) return "closing hours are no gaps";
  const lack = missing === 0 ? null : `${counted(missing, "candle")} missing`;
  const few = partial === 0
    ? null
    : `${number(partial)} made of fewer hours because some are missing`;
  return [lack ?? (few === null ? "no gaps" : "no candle missing"), few].filter(Boolean).join(", ");
}

function OwnActions({ of }: { readonly of: CandleImport }) {
  const { asset, timeframe, name } = of;
  const query = { asset, timeframe, name };
  return (
    <div class={styles.actions}>
      <ButtonLink
        size="sm"
        icon="plus"
        href={`/strategies/new?${new URLSearchParams({ market: `${asset}@${name} ${timeframe}` })}`}
      >
        New strategy
      </ButtonLink>
      <ButtonLink
        size="sm"
        icon="download"
        href={apiAddress("GET /candles/imports/file", { query })}
        download
      >
        Export
      </ButtonLink>
      <DeleteImport of={of} action="/data/imports/delete" quiet />
    </div>
  );
}
