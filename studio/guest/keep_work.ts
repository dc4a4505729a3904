/** Handing a guest's work over to an account: it becomes a strategy with its first version, once. */
import { type Api, ApiError } from "../../contracts/client/api_client.ts";
import { parseStrategy } from "../../engine/mod.ts";
import { sameDocument } from "../document/document.ts";
import type { StrategyContext } from "../../contracts/strategy_context.ts";
import { MOST_TRIALS, type Trial } from "../../contracts/trial_bounds.ts";
import type { GuestContext } from "./guest_context.ts";
import type { GuestTrials } from "./guest_trials.ts";
import type { GuestWork, GuestWorks } from "./guest_works.ts";

/** What the result on screen assumed. */
export type KeptContext = Pick<GuestContext, "seen" | "forget">;
/** The variations that were looked at on the way. */
export type KeptTrials = Pick<GuestTrials, "read" | "forget">;

/** What came of it. In every case but `kept` the work is still in the browser. */
export type KeepOutcome =
  | { readonly kind: "kept"; readonly strategyId: string }
  | { readonly kind: "nothing" | "signed_out" }
  | { readonly kind: "full" | "failed"; readonly message: string };

/** Makes the work a strategy of the account that is logged in, and forgets it here once the server has it. */
export async function keepWork(
  works: GuestWorks,
  { seen, trials }: { readonly seen: KeptContext; readonly trials: KeptTrials },
  api: Api,
): Promise<KeepOutcome> {
  const work = works.read();
  if (!work) return { kind: "nothing" };
  try {
    const strategyId = await hand(work, works, {
      api,
      context: seen.seen(),
      trials: trials.read(),
    });
    works.forget(work);
    seen.forget();
    trials.forget();
    return { kind: "kept", strategyId };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) return { kind: "signed_out" };
    return { kind: error.code === "limit_reached" ? "full" : "failed", message: told(error) };
  }
}

interface Handing {
  readonly api: Api;
  readonly context: StrategyContext;
  readonly trials: readonly Trial[];
}

async function hand(work: GuestWork, works: GuestWorks, to: Handing): Promise<string> {
  try {
    return await send(work, to);
  } catch (error) {
    // The answer to an earlier try was lost, and somebody else is logged in now.
    const isTaken = error instanceof ApiError && error.issue("id") !== undefined;
    const renewed = isTaken ? works.renew() : null;
    if (!renewed) throw error;
    const strategyId = await send(renewed, to);
    works.forget(renewed);
    return strategyId;
  }
}

async function send(work: GuestWork, { api, context, trials }: Handing): Promise<string> {
  const { id, name, asset, timeframe, document } = work;
  const made = await api("POST /strategies", {
    body: {
      id,
      name: name.trim().slice(0, 100) || "My first strategy",
      asset,
      timeframe,
      definition: document,
      context,
    },
  });
  const params = { id: made.id };
  if (!sameContext(made.context, context)) {
    await api("PATCH /strategies/{id}", { params, body: { context } });
  }
  const latest = made.latest_version;
  const there = parseStrategy(latest?.definition);
  // It was made by an earlier try whose answer was lost, and has been changed here since.
  if (!there.ok || !sameDocument(there.document, document)) {
    await api("POST /strategies/{id}/versions", {
      params,
      body: { definition: document, base_version: latest?.version_number ?? 0 },
    });
  }
  // Counted once each: sent again after a lost answer, they change nothing.
  for (let at = 0; at < trials.length; at += MOST_TRIALS) {
    const body = { trials: trials.slice(at, at + MOST_TRIALS) };
    await api("POST /strategies/{id}/trials", { params, body });
  }
  return made.id;
}

function sameContext(a: StrategyContext, b: StrategyContext): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof StrategyContext>;
  return [...fields].every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));
}

function told({ message, issues: [first] }: ApiError): string {
  return first && first.message !== message ? `${message} ${first.message}` : message;
}
