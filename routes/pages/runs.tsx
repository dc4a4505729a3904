/** The backtests of a strategy, and one backtest. */
import { Island } from "../../components/island/Island.tsx";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { period } from "../../text/format.ts";
import { HISTORY_PAGE } from "../../features/history/history_view.ts";
import { RunHistory } from "../../features/history/RunHistory.tsx";
import { rangeInQuery, spanOf } from "../../studio/run/run_range.ts";
import * as belowFold from "../../features/results/below_fold.tsx";
import { BelowFold } from "../../features/results/BelowFold.tsx";
import { RestatedNotice } from "../../features/results/RestatedNotice.tsx";
import { RunView } from "../../features/results/run/RunView.tsx";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { isSameMarket } from "../../contracts/market_names.ts";
import { timeframeToMs } from "../../engine/mod.ts";
import { listOwnMarkets } from "../api/market_list.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import type { Page } from "./page.ts";
import { renderPage, zoneOf } from "./render.tsx";
import { storedSummary } from "./stored_summary.ts";
import { cx } from "../../ui/cx.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";

export const runPages: readonly Page[] = [
  {
    method: "GET",
    path: "/strategies/:id/runs",
    title: "Backtests",
    needsSession: true,
    render: history,
  },
  { method: "GET", path: "/runs/:id", title: "Backtest", needsSession: true, render: oneRun },
];

async function history(c: PageContext): Promise<Response> {
  const { strategies, backtests, accounts, limits, now } = c.get("services");
  const user = requireUser(c);
  const strategy = await strategies.get(user.id, c.req.param("id") ?? "");
  const [runs, costs, usage, markets] = await Promise.all([
    // One more than is shown tells whether there are others.
    backtests.list(user.id, { strategy_id: strategy.id, limit: HISTORY_PAGE + 1 }),
    accounts.defaultCosts(user.id),
    limits.usage(user.id),
    listOwnMarkets(c.get("services"), user.id),
  ]);
  const { id, asset, timeframe, context } = strategy;
  const market = markets.find((candidate) => isSameMarket(candidate, strategy));
  const range = rangeInQuery(c.req.query());
  const form = {
    strategyId: id,
    asset,
    timeframe,
    importName: strategy.import,
    venue: market?.venue ?? "",
    span: spanOf(market?.timeframes.find((series) => series.timeframe === timeframe)),
    defaults: {
      fee_percent: costs.default_fee_percent,
      slippage_percent: costs.default_slippage_percent,
    },
    context,
    usage: { ...usage.backtests_today, upgrade: usage.upgrade },
    nowMs: now(),
    ...(range ? { range } : {}),
  };
  return renderPage(
    c,
    <div class={cx(pagesStyles.page, pagesStyles.wide)}>
      <PageHead
        trail={[{ href: "/strategies", label: "Strategies" }, {
          href: `/strategies/${id}`,
          label: strategy.name,
        }]}
        title="Backtests"
        about={
          <>
            <span class={pagesStyles.cutName} title={strategy.name}>{strategy.name}</span>
            · {asset} · {timeframe}{" "}
            {strategy.import !== null && `· your import ${strategy.import} `}
            {market?.synthetic && <SyntheticBadge />}
          </>
        }
        actions={<ButtonLink icon="pencil" href={`/strategies/${id}`}>Open the editor</ButtonLink>}
      />
      <Island
        name="runs"
        component={RunHistory}
        props={{
          runs: runs.slice(0, HISTORY_PAGE),
          more: runs.length > HISTORY_PAGE,
          form,
          zone: zoneOf(c),
        }}
      />
    </div>,
    { title: `Backtests of ${strategy.name}` },
  );
}

async function oneRun(c: PageContext): Promise<Response> {
  const { backtests, strategies, limits } = c.get("services");
  const user = requireUser(c);
  const { restated, ...run } = await backtests.details(user.id, c.req.param("id") ?? "");
  const [{ summary, problem }, markets, strategy, usage, neighbours] = await Promise.all([
    storedSummary(backtests, user.id, run),
    listOwnMarkets(c.get("services"), user.id),
    strategies.get(user.id, run.strategy_id),
    limits.usage(user.id),
    backtests.neighbours(user.id, run.run_id),
    run.status === "completed" ? backtests.markSeen(user.id, run.run_id) : null,
  ]);
  const market = markets.find((candidate) => isSameMarket(candidate, run));
  return renderPage(
    c,
    <div class={pagesStyles.page}>
      <PageHead
        trail={[
          { href: "/strategies", label: "Strategies" },
          { href: `/strategies/${run.strategy_id}`, label: run.strategy_name },
          { href: `/strategies/${run.strategy_id}/runs`, label: "Backtests" },
        ]}
        title={run.strategy_name}
        about={
          <>
            {run.asset} · {run.timeframe} · {run.import !== null && `your import ${run.import} · `}
            version {run.version_number} · {period(run.date_from, run.date_to)}{" "}
            {market?.synthetic && <SyntheticBadge />}
          </>
        }
        actions={
          <>
            <Neighbour direction="older" id={neighbours.older} />
            <Neighbour direction="newer" id={neighbours.newer} />
            <ButtonLink icon="history" href={`/strategies/${run.strategy_id}/runs`}>
              All backtests
            </ButtonLink>
            <ButtonLink icon="pencil" href={`/strategies/${run.strategy_id}`}>
              Open the editor
            </ButtonLink>
          </>
        }
      />
      {restated && <RestatedNotice restated={restated} zone={zoneOf(c)} />}
      <BelowFold.Provider value={belowFold}>
        <Island
          name="run"
          component={RunView}
          props={{
            run,
            summary,
            problem,
            zone: zoneOf(c),
            timeframeMs: timeframeToMs(run.timeframe) ?? 3_600_000,
            span: spanOf(market?.timeframes.find((series) => series.timeframe === run.timeframe)),
            autoUpdate: strategy.auto_update.enabled && !strategy.is_archived,
            usage: { ...usage.backtests_today, upgrade: usage.upgrade },
            neighbours,
          }}
        />
      </BelowFold.Provider>
    </div>,
    { title: `${run.strategy_name}, ${period(run.date_from, run.date_to)}` },
  );
}

/** The way to the backtest of the strategy that was asked for just before or after. */
function Neighbour(
  { direction, id }: { readonly direction: "older" | "newer"; readonly id: string | null },
) {
  const look = direction === "older"
    ? { icon: "chevron-left", children: "Older" } as const
    : { iconAfter: "chevron-right", children: "Newer" } as const;
  const title = direction === "older" ? "Older backtest (O)" : "Newer backtest (N)";
  if (id === null) {
    return <Button {...look} disabled title={`There is no ${direction} backtest.`} />;
  }
  return (
    <ButtonLink
      {...look}
      href={`/runs/${id}`}
      rel={direction === "older" ? "prev" : "next"}
      title={title}
    />
  );
}
