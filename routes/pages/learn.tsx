/** Pages that explain: first steps and questions, the templates, the glossary. */
import { Hono } from "hono";
import { Glossary } from "../../features/learn/Glossary.tsx";
import { Learn } from "../../features/learn/Learn.tsx";
import { Templates, type TemplateStory } from "../../features/learn/Templates.tsx";
import { type StrategyTemplate, TEMPLATES } from "../../engine/mod.ts";
import { sparklineOf } from "../../server/backtests/sparkline.ts";
import type { Services } from "../../server/services.ts";
import type { AppEnv } from "../http/app_env.ts";
import { requireUser, requireUserPage } from "../middleware/session.ts";
import { readForm } from "./form.ts";
import { playResult } from "./landing_demo.ts";
import { renderPage } from "./render.tsx";

const FIRST_STEPS = "/learn/first-steps";

export const learnPages = new Hono<AppEnv>({ strict: false });

learnPages.get("/learn", async (c) => {
  const user = c.get("user");
  const onboarding = user ? await c.get("services").onboarding.state(user.id) : null;
  return renderPage(c, <Learn onboarding={onboarding} />, {
    title: "Learn – Blockbuilders",
    description: "First steps, the rules of a backtest, templates explained, questions answered.",
  });
});

learnPages.get("/learn/glossary", (c) =>
  renderPage(c, <Glossary />, {
    title: "Glossary – Blockbuilders",
    description: "Every term of a backtest in a sentence or two: CAGR, drawdown, R, slippage.",
  }));

learnPages.get("/learn/templates", async (c) => {
  const services = c.get("services");
  const stories: TemplateStory[] = [];
  // One after the other: each is a run of the engine, and other pages should get their turn in between.
  for (const template of TEMPLATES) stories.push(await storyOf(services, template));
  return renderPage(c, <Templates stories={stories} signedIn={c.get("user") !== null} />, {
    title: "The templates explained – Blockbuilders",
    description: "What each template does, when it works and when it fails.",
  });
});

async function storyOf(services: Services, template: StrategyTemplate): Promise<TemplateStory> {
  const made = await playResult(services, template);
  if (!made) return { template, result: null };
  const { metrics, points, asset, timeframe, capital } = made;
  return {
    template,
    result: {
      metrics,
      points: sparklineOf(points.equity, capital),
      on: `${asset} ${timeframe}, ${new Date(points.fromMs).getUTCFullYear()}`,
    },
  };
}

learnPages.use(FIRST_STEPS, requireUserPage);

learnPages.post(FIRST_STEPS, async (c) => {
  const { show } = await readForm(c, ["show"]);
  const dismissed = show !== "yes";
  await c.get("services").onboarding.update(requireUser(c).id, { dismissed });
  return c.redirect("/strategies", 303);
});
