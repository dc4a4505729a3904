/** The list of strategies, and making a new one. */
import { GuestWorkNotice } from "../../features/editor/guest/GuestWorkNotice.tsx";
import { Island } from "../../components/island/Island.tsx";
import { OnboardingCard } from "../../features/learn/Checklist.tsx";
import { NewStrategy, type NewStrategyProps } from "../../features/strategies/NewStrategy.tsx";
import { BLANK_PATH, StartFromBlank } from "../../features/strategies/StartFromBlank.tsx";
import { StrategyTable } from "../../features/strategies/StrategyTable.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { AppError } from "../../contracts/errors.ts";
import { strategiesFull } from "../../contracts/limits.ts";
import { createStrategySchema } from "../../contracts/strategies.ts";
import { templatesQuerySchema } from "../../contracts/templates.ts";
import { isUuid } from "../../server/db/errors.ts";
import { templateResults } from "../../server/backtests/template_results.ts";
import { blockDefinition, type StrategyDocument, TEMPLATES } from "../../engine/mod.ts";
import { readSentences } from "../../engine/sentences.ts";
import { FROM_WORDS } from "../../features/strategies/SayStart.tsx";
import { marketKey, marketOfKey } from "../../contracts/market_names.ts";
import { withPlaces } from "../../studio/canvas/layout.ts";
import { saidName } from "../../studio/say/said_name.ts";
import { listOwnMarkets } from "../api/market_list.ts";
import { parse } from "../api/router.ts";
import type { PageContext } from "../http/app_env.ts";
import { requireUser } from "../middleware/session.ts";
import { errorsOf, type FormValues, readForm } from "./form.ts";
import type { Page } from "./page.ts";
import { renderPage, zoneOf } from "./render.tsx";
import { cx } from "../../ui/cx.ts";
import pagesStyles from "../../components/styles/pages.module.css.ts";

const FIELDS = ["name", "asset", "timeframe", "template", "say"] as const;
const BLANK = "blank";
/** What is wrong with a text, that many at once. */
const MOST_PROBLEMS = 3;

const NEW = { path: "/strategies/new", title: "New strategy", needsSession: true } as const;

export const strategyPages: readonly Page[] = [
  { method: "GET", path: "/strategies", title: "Strategies", needsSession: true, render: list },
  { method: "GET", ...NEW, render: askForNew },
  { method: "POST", ...NEW, render: createNew },
  {
    method: "POST",
    path: BLANK_PATH,
    title: "New strategy",
    needsSession: true,
    render: createBlank,
  },
];

async function list(c: PageContext): Promise<Response> {
  const { strategies, limits, onboarding } = c.get("services");
  const user = requireUser(c);
  const archived = c.req.query("archived") === "1";
  const blankId = crypto.randomUUID();
  const [found, usage, firstSteps] = await Promise.all([
    strategies.list(user.id, { archived: archived ? "1" : "0" }),
    limits.usage(user.id),
    onboarding.state(user.id),
  ]);
  return renderPage(
    c,
    <div class={cx(pagesStyles.page, pagesStyles.wide)}>
      <div class={pagesStyles.head}>
        <h1>Strategies</h1>
        <div class={pagesStyles.headActions}>
          {found.length > 0 && (
            <StartFromBlank id={blankId} full={strategiesFull(usage.strategies) !== null} />
          )}
          <ButtonLink variant="primary" icon="plus" href="/strategies/new">New strategy</ButtonLink>
        </div>
      </div>
      {!archived && <OnboardingCard state={firstSteps} />}
      <Island
        name="guest_work"
        class={pagesStyles.guestWorkPlace}
        component={GuestWorkNotice}
        props={{ full: strategiesFull(usage.strategies) }}
      />
      <Island
        name="strategies"
        component={StrategyTable}
        props={{ strategies: found, archived, usage, zone: zoneOf(c) }}
      />
    </div>,
    {
      ...archived ? { title: "Archived strategies" } : {},
      // An empty list starts from blank too, with an id of its own.
      ...found.length > 0 ? { keep: { shows: [found, usage, firstSteps], once: blankId } } : {},
    },
  );
}

async function askForNew(c: PageContext): Promise<Response> {
  const market = await c.get("services").strategies.usualMarket(requireUser(c).id);
  const template = c.req.query("template") ?? "";
  const known = template === BLANK || TEMPLATES.some(({ id }) => id === template);
  const own = c.req.query("market") ??
    (market.import ? `${marketKey(market)} ${market.timeframe}` : null);
  const values = {
    name: "",
    asset: own ?? market.asset,
    timeframe: market.timeframe,
    template: known ? template : (TEMPLATES[0]?.id ?? BLANK),
    say: c.req.query("say") ?? "",
  };
  return await newStrategy(c, { values, errors: {} }, 200);
}

/** An empty canvas at once; a list that is full leads to where it says so. */
async function createBlank(c: PageContext): Promise<Response> {
  const { id: wanted } = await readForm(c, ["id"]);
  try {
    const { id } = await c.get("services").strategies.createUntitled(
      requireUser(c).id,
      isUuid(wanted) ? wanted : undefined,
    );
    return c.redirect(`/strategies/${id}`, 303);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    const market = await c.get("services").strategies.usualMarket(requireUser(c).id);
    const { import: own, ...place } = market;
    const asset = own ? `${marketKey(market)} ${market.timeframe}` : place.asset;
    const values = { name: "", template: BLANK, say: "", ...place, asset };
    return await newStrategy(c, { values, errors: errorsOf(error, FIELDS) }, error.status);
  }
}

async function createNew(c: PageContext): Promise<Response> {
  const { strategies } = c.get("services");
  const { from, ...typed } = await readForm(c, [...FIELDS, FROM_WORDS.name]);
  try {
    const start = startOf(typed, from === FROM_WORDS.value);
    // Without a name of its own it takes a free one: one thing less to think of.
    const name = start.name || await strategies.untitledName(requireUser(c).id);
    const input = parse(createStrategySchema, { ...start, name }, "form");
    const { id } = await strategies.create(requireUser(c).id, input);
    return c.redirect(`/strategies/${id}`, 303);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return newStrategy(c, { values: typed, errors: errorsOf(error, FIELDS) }, error.status);
  }
}

/** The page does not wait longer for the results of the templates, milliseconds; then it asks for them by itself. */
const PATIENCE_MS = 150;

/** What comes in time, or `null`. */
async function inTime<T>(coming: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => timer = setTimeout(() => resolve(null), PATIENCE_MS));
  const first = await Promise.race([coming, late]);
  clearTimeout(timer);
  return first;
}

/** What is sent to make a strategy; without a name of its own it takes the template's, or what it buys on; none of a blank one. */
function startOf(
  { template, say, asset, timeframe, ...typed }: FormValues<typeof FIELDS[number]>,
  fromWords: boolean,
): Record<string, unknown> & { readonly name: string } {
  const rest = { ...typed, ...marketOf(asset, timeframe) };
  const own = rest.name.trim();
  if (fromWords) {
    const said = documentOf(say);
    return {
      ...rest,
      name: own || saidName(said, blockDefinition),
      definition: withPlaces(said, blockDefinition),
    };
  }
  return {
    ...rest,
    name: own || TEMPLATES.find(({ id }) => id === template)?.name || "",
    ...(template === BLANK || template === "" ? {} : { template }),
  };
}

/** What was chosen: an asset with a timeframe, or an import such as `LTC/EUR@mine 1h`, which has its own. */
function marketOf(asset: string, timeframe: string) {
  const [key = "", own = timeframe] = asset.split(" ");
  const market = marketOfKey(key);
  return market.import === null ? { asset, timeframe } : { ...market, timeframe: own };
}

/** @throws {AppError} `invalid_input` with what is not understood */
function documentOf(text: string): StrategyDocument {
  const read = readSentences(text);
  if (read.ok) return read.document;
  const message = read.problems.slice(0, MOST_PROBLEMS).map((problem) => problem.message).join(" ");
  throw new AppError("invalid_input", message, { issues: [{ path: "say", message }] });
}

async function newStrategy(
  c: PageContext,
  form: Pick<NewStrategyProps, "values" | "errors">,
  status: number,
): Promise<Response> {
  const services = c.get("services");
  const asked = templatesQuerySchema.safeParse(form.values);
  const { asset = "BTC/USDT", timeframe = "1d" } = asked.success ? asked.data : {};
  const isOwn = form.values.asset.includes("@");
  const [markets, usage, results] = await Promise.all([
    listOwnMarkets(services, requireUser(c).id),
    services.limits.usage(requireUser(c).id),
    isOwn ? null : inTime(templateResults(services, { asset, timeframe })),
  ]);
  const source = isOwn
    ? { ...marketOf(form.values.asset, timeframe), from: null, to: null, isOwn }
    : results
    ? { asset, timeframe, from: results.from, to: results.to }
    : { asset, timeframe, from: null, to: null, isPending: true };
  const templates = TEMPLATES.map((template) => ({
    ...template,
    result: results?.byId.get(template.id) ?? null,
  }));
  return await renderPage(
    c,
    <NewStrategy
      markets={markets}
      templates={templates}
      source={source}
      usage={usage.strategies}
      upgrade={usage.upgrade}
      {...form}
    />,
    { status },
  );
}
