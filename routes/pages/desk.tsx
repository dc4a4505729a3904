/** The paper desk. */
import { Island } from "../../components/island/Island.tsx";
import { PageHead } from "../../components/shell/PageHead.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import { readWholeNumber } from "../../contracts/query_numbers.ts";
import { AppError } from "../../contracts/errors.ts";
import { DeskView } from "../../features/desk/DeskView.tsx";
import { type FollowChoice, LISTED } from "../../features/desk/desk_view.ts";
import type { Services } from "../../server/services.ts";
import { cx } from "../../ui/cx.ts";
import { toEvent, toFollow, toOrders, toSignal, toTrade } from "../api/desk_rows.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import type { Page } from "./page.ts";
import { renderPage, zoneOf } from "./render.tsx";

export const deskPages: readonly Page[] = [
  { method: "GET", path: "/desk", title: "Paper desk", needsSession: true, render: desk },
];

async function desk(c: PageContext): Promise<Response> {
  const services = c.get("services");
  const { id } = requireUser(c);
  const query = { limit: LISTED };
  const [follows, signals, orders, trades, events, strategies, wanted] = await Promise.all([
    services.desk.list(id),
    services.desk.signals(id, query),
    services.desk.orders(id, query),
    services.desk.trades(id, query),
    services.desk.events(id, query),
    services.strategies.list(id, {}),
    wantedChoice(services, id, c.req.query()),
  ]);
  return renderPage(
    c,
    <div class={cx(pagesStyles.page, pagesStyles.wide)}>
      <PageHead
        title="Paper desk"
        about="Paper money: signals come at each candle's close, and orders fill at the next open"
      />
      <Island
        name="desk"
        component={DeskView}
        props={{
          desk: {
            follows: follows.map(({ row, held }) => toFollow(row, held)),
            signals: signals.rows.map(toSignal),
            orders: toOrders(orders),
            trades: trades.rows.map(toTrade),
            events: events.rows.map(toEvent),
          },
          // What is written from here on is told to the page.
          cursors: {
            signals: newest(signals.rows),
            orders: newest(orders.events),
            trades: newest(orders.fills),
            events: newest(events.rows),
          },
          choices: strategies.flatMap((strategy): FollowChoice[] =>
            strategy.latest_version_number === null ? [] : [{
              strategyId: strategy.id,
              name: strategy.name,
              asset: strategy.asset,
              timeframe: strategy.timeframe,
              version: strategy.latest_version_number,
              hasPaperAccount: services.desk.hasPaperAccountFor(strategy.asset),
            }]
          ),
          wanted,
          zone: zoneOf(c),
        }}
      />
    </div>,
    { title: "Paper desk" },
  );
}

function newest(rows: readonly { readonly seq: number }[]): number {
  return rows.reduce((most, { seq }) => Math.max(most, seq), 0);
}

/** The version that the address asks to follow; `null` without one, and for one that is not there. */
async function wantedChoice(
  { desk, strategies }: Services,
  userId: string,
  query: Readonly<Record<string, string>>,
): Promise<FollowChoice | null> {
  const version = readWholeNumber(query.version ?? "");
  if (query.strategy === undefined || version === null || version === 0) return null;
  try {
    const strategy = await strategies.get(userId, query.strategy);
    await strategies.getVersion(userId, strategy.id, version);
    const { name, asset, timeframe } = strategy;
    const hasPaperAccount = desk.hasPaperAccountFor(asset);
    return { strategyId: strategy.id, name, asset, timeframe, version, hasPaperAccount };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
