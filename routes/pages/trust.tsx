/**
 * Pages about trust: what is stored and what the product is not; the tests of a result, and tuning on noise to try out, whose
 * runs are made by the engine on made-up candles.
 */
import { TrustAndCompliance } from "../../features/learn/compliance/TrustAndCompliance.tsx";
import { Overfitting } from "../../features/learn/overfitting/Overfitting.tsx";
import type { KnownAnswers } from "../../features/learn/trust/KnownRunFigures.tsx";
import { TEST_STORIES } from "../../features/learn/trust/stories/mod.ts";
import { TestPage } from "../../features/learn/trust/TestPage.tsx";
import { TrustOverview } from "../../features/learn/trust/TrustOverview.tsx";
import type { RobustnessTestName } from "../../engine/robustness.ts";
import {
  type DrawnWalk,
  triesNumber,
  type TunedWalk,
  walkNumber,
  withoutDrawing,
} from "../../studio/made_up/best_try.ts";
import { testedOf } from "../../studio/made_up/known_runs.ts";
import { luckUnits, tuneWalk } from "../../studio/made_up/tuned_walk.ts";
import {
  LEARN_TESTS,
  learnPath,
  ROBUSTNESS_NAMES,
  TEST_WORDS,
} from "../../text/robustness/test_words.ts";
import { DEVICE_DAYS } from "../../server/accounts/devices.ts";
import { SESSION_DAYS } from "../../server/accounts/sessions.ts";
import type { VendorName } from "../../server/config/vendor_settings.ts";
import { LOG_DAYS } from "../../server/logging/log_file.ts";
import { VENDORS } from "../../server/market_data/vendors/mod.ts";
import type { PageContext } from "../http/app_env.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

/** The walk that is shown at first, and how many are told of. */
const FIRST_WALK = 19;
const WALKS = 24;
const TRIES = 37;

export const trustPages: readonly Page[] = [
  {
    method: "GET",
    path: "/trust",
    title: "Trust & compliance",
    description: "What is stored, where, for how long and who sees it, and what this is not.",
    render: compliance,
  },
  {
    method: "GET",
    path: LEARN_TESTS,
    title: "How far to trust it",
    description: "Twelve tests that look for a reason to doubt a backtest: what they ask and how.",
    render: overview,
  },
  {
    method: "GET",
    path: `${LEARN_TESTS}/:test`,
    title: "A test of a result",
    description: "What a test of a backtest asks, how it works and what it cannot say.",
    render: testPage,
  },
  {
    method: "GET",
    path: "/learn/overfitting",
    title: "Overfitting, tried out",
    description: "Tune strategies on random prices and see how much edge the best of them shows.",
    render: overfitting,
  },
];

function compliance(c: PageContext): Promise<Response> {
  const { config, database, outbox, billing, errorReports } = c.get("services");
  return renderPage(
    c,
    <TrustAndCompliance
      embedded={database.kind === "pglite"}
      sendsMail={outbox.isOn}
      nightlyBackups={config.backup.to !== null}
      sessionDays={SESSION_DAYS}
      deviceDays={DEVICE_DAYS}
      logDays={config.logDir === null ? null : LOG_DAYS}
      vendors={VENDORS.filter(({ name }) => config.marketData.includes(name as VendorName))
        .map(({ title }) => title)}
      dailyResults={config.dailyResultsKept}
      sellsPlans={billing.isSelling}
      sendsWebhooks={config.webhooks.isOn}
      paperAccount={config.ibkr !== null}
      reports={config.telemetry !== null || errorReports !== null}
    />,
  );
}

async function testPage(c: PageContext): Promise<Response> {
  const path = `${LEARN_TESTS}/${c.req.param("test")}`;
  const story = TEST_STORIES.find(({ name }) => learnPath(name) === path);
  if (!story) return await c.notFound();
  return renderPage(
    c,
    <TestPage story={story} tested={await answersOf(story.name)} />,
    { title: TEST_WORDS[story.name].question },
  );
}

async function answersOf(name: RobustnessTestName): Promise<KnownAnswers> {
  return { edge: await testedOf("edge", name), luck: await testedOf("luck", name) };
}

async function overview(c: PageContext): Promise<Response> {
  const answers: Partial<Record<RobustnessTestName, KnownAnswers>> = {};
  // One after the other: each gives other pages their turn.
  for (const name of ROBUSTNESS_NAMES) answers[name] = await answersOf(name);
  return renderPage(
    c,
    <TrustOverview answers={answers as Readonly<Record<RobustnessTestName, KnownAnswers>>} />,
  );
}

async function overfitting(c: PageContext): Promise<Response> {
  const asked = c.req.query("walk");
  const number = asked === undefined ? FIRST_WALK : walkNumber(asked);
  const tries = triesNumber(c.req.query("tries")) ?? TRIES;
  const { walks, units } = await firstWalks();
  const known = walks.find((walk) => walk.number === number);
  const walk = known ?? tuneWalk(number);
  const told: TunedWalk[] = [...walks, ...known ? [] : [walk]].map(withoutDrawing);
  return renderPage(
    c,
    <Overfitting walk={walk} walks={told} luckUnits={units} tries={tries} />,
  );
}

let first: Promise<{ readonly walks: readonly DrawnWalk[]; readonly units: number[] }> | null =
  null;

/** The walks that are told of from the start, computed once. */
function firstWalks(): NonNullable<typeof first> {
  return first ??= (async () => {
    const walks: DrawnWalk[] = [];
    for (let number = 1; number <= WALKS; number++) {
      walks.push(tuneWalk(number));
      // Other pages get their turn in between.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return { walks, units: luckUnits() };
  })();
}
