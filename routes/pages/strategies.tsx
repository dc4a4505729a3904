/** The list of strategies, and making a new one. */
import { type Context, Hono } from "hono";
import { GuestWorkNotice } from "../../features/editor/guest/GuestWorkNotice.tsx";
import { Island } from "../../components/island/Island.tsx";
import { OnboardingCard } from "../../features/learn/Checklist.tsx";
import { NewStrategy, type NewStrategyProps } from "../../features/strategies/NewStrategy.tsx";
import { StrategyTable } from "../../features/strategies/StrategyTable.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { AppError } from "../../contracts/errors.ts";
import { strategiesFull } from "../../contracts/limits.ts";
import { createStrategySchema } from "../../contracts/strategies.ts";
import { TEMPLATES } from "../../engine/mod.ts";
import { listMarkets } from "../api/market_list.ts";
import { parse } from "../api/router.ts";
import type { AppEnv } from "../http/app_env.ts";
import { requireUser, requireUserPage } from "../middleware/session.ts";
import { errorsOf, readForm } from "./form.ts";
import { renderPage, zoneOf } from "./render.tsx";

const FIELDS = ["name", "asset", "timeframe", "template"] as const;
const BLANK = "blank";

export const strategyPages = new Hono<AppEnv>({ strict: false });
strategyPages.use("/strategies", requireUserPage);
strategyPages.use("/strategies/*", requireUserPage);

strategyPages.get("/strategies", async (c) => {
  const { strategies, limits, onboarding } = c.get("services");
  const user = requireUser(c);
  const archived = c.req.query("archived") === "1";
  const [list, usage, firstSteps] = await Promise.all([
    strategies.list(user.id, { archived: archived ? "1" : "0" }),
    limits.usage(user.id),
    onboarding.state(user.id),
  ]);
  return renderPage(
    c,
    <div class="page page-wide">
      <div class="page-head">
        <h1>Strategies</h1>
        <ButtonLink variant="primary" icon="plus" href="/strategies/new">New strategy</ButtonLink>
      </div>
      {!archived && <OnboardingCard state={firstSteps} />}
      <Island
        name="guest_work"
        class="guest-work-place"
        component={GuestWorkNotice}
        props={{ full: strategiesFull(usage.strategies) }}
      />
      <Island
        name="strategies"
        component={StrategyTable}
        props={{ strategies: list, archived, usage, zone: zoneOf(c) }}
      />
    </div>,
    { title: `${archived ? "Archived strategies" : "Strategies"} – Blockbuilders` },
  );
});

strategyPages.get("/strategies/new", (c) => {
  const template = c.req.query("template") ?? "";
  const known = template === BLANK || TEMPLATES.some(({ id }) => id === template);
  const values = {
    name: "",
    asset: "BTC/USDT",
    timeframe: "1h",
    template: known ? template : (TEMPLATES[0]?.id ?? BLANK),
  };
  return newStrategy(c, { values, errors: {} }, 200);
});

strategyPages.post("/strategies/new", async (c) => {
  const { strategies } = c.get("services");
  const typed = await readForm(c, FIELDS);
  const { template, ...rest } = typed;
  // Without a name of its own it takes the template's: one thing less to think of.
  const name = rest.name.trim() || TEMPLATES.find(({ id }) => id === template)?.name || "";
  try {
    const input = parse(createStrategySchema, {
      ...rest,
      name,
      ...(template === BLANK || template === "" ? {} : { template }),
    }, "form");
    const { id } = await strategies.create(requireUser(c).id, input);
    return c.redirect(`/strategies/${id}`, 303);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return newStrategy(c, { values: typed, errors: errorsOf(error, FIELDS) }, error.status);
  }
});

async function newStrategy(
  c: Context<AppEnv>,
  form: Pick<NewStrategyProps, "values" | "errors">,
  status: number,
): Promise<Response> {
  const { marketData, limits } = c.get("services");
  const [markets, usage] = await Promise.all([
    listMarkets(marketData),
    limits.usage(requireUser(c).id),
  ]);
  const templates = TEMPLATES.map(({ document, ...words }) => ({
    ...words,
    blocks: document.blocks.length,
  }));
  return await renderPage(
    c,
    <NewStrategy markets={markets} templates={templates} usage={usage.strategies} {...form} />,
    { title: "New strategy – Blockbuilders", status },
  );
}
