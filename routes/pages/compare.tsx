/** Runs of a strategy, or of several, side by side. */
import type { ComponentChildren } from "preact";
import { type ComparedRun } from "../../features/compare/compare_view.ts";
import { CompareView } from "../../features/compare/CompareView.tsx";
import { period, shortName } from "../../text/format.ts";
import { Island } from "../../components/island/Island.tsx";
import { MOST_COMPARED } from "../../studio/run/compared_choice.ts";
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

export const comparePages: readonly Page[] = [
  {
    method: "GET",
    path: "/strategies/:id/compare",
    title: "Compare backtests",
    needsSession: true,
    render: compareOne,
  },
  {
    method: "GET",
    path: "/compare",
    title: "Compare strategies",
    needsSession: true,
    render: compareSeveral,
  },
];

/** Runs of one strategy; those of others are left out. */
async function compareOne(c: PageContext): Promise<Response> {
  const strategy = await c.get("services").strategies.get(
    requireUser(c).id,
    c.req.param("id") ?? "",
  );
  const back = `/strategies/${strategy.id}/runs`;
  return await comparison(c, {
    strategyId: strategy.id,
    title: "Compare backtests",
    documentTitle: `Compare backtests of ${strategy.name}`,
    trail: [
      { href: "/strategies", label: "Strategies" },
      { href: `/strategies/${strategy.id}`, label: strategy.name },
      { href: back, label: "Backtests" },
    ],
    about: <span class={pagesStyles.cutName} title={strategy.name}>{strategy.name}</span>,
    back,
    backWords: "All backtests",
    choose: "Choose backtests",
    hint: "Choose two to four completed backtests from the list.",
  });
}

/** Runs of any strategies of the account. */
async function compareSeveral(c: PageContext): Promise<Response> {
  return await comparison(c, {
    strategyId: null,
    title: "Compare strategies",
    documentTitle: "Compare strategies",
    trail: [{ href: "/strategies", label: "Strategies" }],
    about: "Results of your strategies",
    back: "/strategies",
    backWords: "All strategies",
    choose: "Choose strategies",
    hint: "Choose two to four strategies with a result from the list.",
  });
}

interface Comparison {
  /** Whose runs alone stand here; `null` for those of any. */
  readonly strategyId: string | null;
  readonly title: string;
  readonly documentTitle: string;
  readonly trail: readonly { readonly href: string; readonly label: string }[];
  readonly about: ComponentChildren;
  /** Where others are chosen, and what leads there. */
  readonly back: string;
  readonly backWords: string;
  readonly choose: string;
  readonly hint: string;
}

async function comparison(c: PageContext, words: Comparison): Promise<Response> {
  const services = c.get("services");
  const userId = requireUser(c).id;
  const { strategyId, back } = words;
  const { ids, surplus } = idsIn(c.req.query("runs") ?? "");
  const found = await Promise.all(ids.map((id) => readRun(services, { userId, strategyId, id })));
  const runs = found.filter((entry): entry is ComparedRun => typeof entry !== "string");
  const left = [...new Set(found.filter((entry) => typeof entry === "string"))];
  if (surplus) left.push(`Up to ${MOST_COMPARED} fit beside each other; the others are left out.`);
  const enough = runs.length >= 2;
  return renderPage(
    c,
    <div class={pagesStyles.page}>
      <PageHead
        trail={words.trail}
        title={words.title}
        about={
          <>
            {words.about}
            {enough && ` · ${runs.length} side by side`}{" "}
            {runs.some(({ run }) => run.asset === SYNTHETIC_ASSET && run.import === null) && (
              <SyntheticBadge />
            )}
          </>
        }
        actions={<ButtonLink icon="history" href={back}>{words.backWords}</ButtonLink>}
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
                  {words.choose}
                </ButtonLink>
              }
            >
              {[...left, words.hint].join(" ")}
            </EmptyState>
          </div>
        )}
    </div>,
    { title: words.documentTitle, status: enough ? 200 : 422 },
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
    readonly strategyId: string | null;
    readonly id: string;
  },
): Promise<ComparedRun | string> {
  const run = await backtests.get(userId, id).catch((error) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (run === null) return "A backtest of this comparison is not there any more.";
  if (strategyId !== null && run.strategy_id !== strategyId) {
    return `A backtest of another strategy, ${shortName(run.strategy_name)}, is left out.`;
  }
  const of = strategyId === null ? `${shortName(run.strategy_name)}, ` : "";
  const name = `The backtest of ${of}${period(run.date_from, run.date_to)}`;
  if (run.status === "failed") return `${name} failed, so it has no result.`;
  if (run.status !== "completed") return `${name} is still on its way.`;
  const { summary, problem } = await storedSummary(backtests, userId, run);
  if (!summary) return `${name} is left out. ${problem?.message ?? ""}`.trim();
  const { definition } = await strategies.getVersion(userId, run.strategy_id, run.version_number);
  const parsed = parseStrategy(definition);
  return {
    run,
    metrics: summary.metrics,
    rules: parsed.ok
      ? describeStrategy(parsed.document).text
      : parsed.faults[0]?.message ?? "This version cannot be read.",
  };
}
