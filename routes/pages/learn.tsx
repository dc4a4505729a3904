/** Pages that explain: first steps and questions, the templates, the glossary. */
import { Glossary } from "../../features/learn/Glossary.tsx";
import { Learn } from "../../features/learn/Learn.tsx";
import { Templates, type TemplateStory } from "../../features/learn/Templates.tsx";
import { type StrategyTemplate, TEMPLATES } from "../../engine/mod.ts";
import { sparklineOf } from "../../server/backtests/sparkline.ts";
import type { Services } from "../../server/services.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import { readForm } from "./form.ts";
import { playResult } from "./landing_demo.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

const FIRST_STEPS = "/learn/first-steps";

export const learnPages: readonly Page[] = [
  {
    method: "GET",
    path: "/learn",
    title: "Learn",
    description: "First steps, the rules of a backtest, templates explained, questions answered.",
    render: async (c) => {
      const user = c.get("user");
      const onboarding = user ? await c.get("services").onboarding.state(user.id) : null;
      return renderPage(c, <Learn onboarding={onboarding} />);
    },
  },
  {
    method: "GET",
    path: "/learn/glossary",
    title: "Glossary",
    description: "Every term of a backtest in a sentence or two: CAGR, drawdown, R, slippage.",
    render: (c) => renderPage(c, <Glossary />),
  },
  {
    method: "GET",
    path: "/learn/templates",
    title: "The templates explained",
    description: "What each template does, when it works and when it fails.",
    render: templates,
  },
  { method: "POST", path: FIRST_STEPS, title: "Learn", needsSession: true, render: setFirstSteps },
];

async function templates(c: PageContext): Promise<Response> {
  const services = c.get("services");
  const stories: TemplateStory[] = [];
  // One after the other: each is a run of the engine, and other pages should get their turn in between.
  for (const template of TEMPLATES) stories.push(await storyOf(services, template));
  return renderPage(c, <Templates stories={stories} signedIn={c.get("user") !== null} />);
}

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

async function setFirstSteps(c: PageContext): Promise<Response> {
  const { show } = await readForm(c, ["show"]);
  const dismissed = show !== "yes";
  await c.get("services").onboarding.update(requireUser(c).id, { dismissed });
  return c.redirect("/strategies", 303);
}
