/** Runs of a strategy side by side. */
import { type ComparedRun } from "../../features/compare/compare_view.ts";
import { CompareView } from "../../features/compare/CompareView.tsx";
import { period, shortName } from "../../text/format.ts";
import { Island } from "../../components/island/Island.tsx";
import { MOST_COMPARED } from "../../features/history/history_view.ts";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { AppError } from "../../contracts/errors.ts";
import { SYNTHETIC_ASSET } from "../../contracts/markets.ts";
import { describeStrategy, parseStrategy } from "../../engine/mod.ts";
import type { Services } from "../../server/services.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import type { Page } from "./page.ts";
import { renderPage, zoneOf } from "./render.tsx";
import { storedSummary } from "./stored_summary.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";

export const comparePages: readonly Page[] = [{
  method: "GET",
  path: "/strategies/:id/compare",
  title: "Compare backtests",
  needsSession: true,
  render: compare,
}];

async function compare(c: PageContext): Promise<Response> {
  const services = c.get("services");
  const user = requireUser(c);
  const strategy = await services.strategies.get(user.id, c.req.param("id") ?? "");
  const { ids, surplus } = idsIn(c.req.query("runs") ?? "");
  const found = await Promise.all(
    ids.map((id) => readRun(services, { userId: user.id, strategyId: strategy.id, id })),
  );
  const runs = found.filter((entry): entry is ComparedRun => typeof entry !== "string");
  const left = [...new Set(found.filter((entry) => typeof entry === "string"))];
  if (surplus) left.push(`Up to ${MOST_COMPARED} fit beside each other; the others are left out.`);
  const enough = runs.length >= 2;
  const back = `/strategies/${strategy.id}/runs`;
  return renderPage(
    c,
    <div class={pagesStyles.page}>
      <PageHead
        trail={[
          { href: "/strategies", label: "Strategies" },
          { href: `/strategies/${strategy.id}`, label: strategy.name },
          { href: back, label: "Backtests" },
        ]}
        title="Compare backtests"
        about={
          <>
            <span class={pagesStyles.cutName} title={strategy.name}>{strategy.name}</span>
            {enough && ` · ${runs.length} side by side`}{" "}
            {runs.some(({ run }) => run.asset === SYNTHETIC_ASSET) && <SyntheticBadge />}
          </>
        }
        actions={<ButtonLink icon="history" href={back}>All backtests</ButtonLink>}
      />
      {enough && left.length > 0 && <Notice tone="caution">{left.join(" ")}</Notice>}
      {enough
        ? <Island name="compare" component={CompareView} props={{ runs, zone: zoneOf(c) }} />
        : (
          <div class={cardStyles.card}>
            <EmptyState
              icon="curve"
              title="There is nothing to compare"
              actions={
                <ButtonLink variant="primary" icon="history" href={back}>
                  Choose backtests
                </ButtonLink>
              }
            >
              {[...left, "Choose two to four completed backtests from the list."].join(" ")}
            </EmptyState>
          </div>
        )}
    </div>,
    {
      title: `Compare backtests of ${strategy.name}`,
      status: enough ? 200 : 422,
    },
  );
}

/** The runs that an address names, each once, and whether there were more than can be shown. */
function idsIn(text: string): { readonly ids: readonly string[]; readonly surplus: boolean } {
  const all = new Set(text.slice(0, 2_000).split(",").map((id) => id.trim()).filter(Boolean));
  const ids = [...all].slice(0, MOST_COMPARED);
  return { ids, surplus: all.size > ids.length };
}

/** A run to compare, or a sentence that says why it cannot be. */
async function readRun(
  { backtests, strategies }: Services,
  { userId, strategyId, id }: {
    readonly userId: string;
    readonly strategyId: string;
    readonly id: string;
  },
): Promise<ComparedRun | string> {
  const run = await backtests.get(userId, id).catch((error) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (run === null) return "A backtest of this comparison is not there any more.";
  if (run.strategy_id !== strategyId) {
    return `A backtest of another strategy, ${shortName(run.strategy_name)}, is left out.`;
  }
  const name = `The backtest of ${period(run.date_from, run.date_to)}`;
  if (run.status === "failed") return `${name} failed, so it has no result.`;
  if (run.status !== "completed") return `${name} is still on its way.`;
  const { summary, problem } = await storedSummary(backtests, userId, run);
  if (!summary) return `${name} is left out. ${problem?.message ?? ""}`.trim();
  const { definition } = await strategies.getVersion(userId, strategyId, run.version_number);
  const parsed = parseStrategy(definition);
  return {
    run,
    metrics: summary.metrics,
    rules: parsed.ok
      ? describeStrategy(parsed.document).text
      : parsed.faults[0]?.message ?? "This version cannot be read.",
  };
}
