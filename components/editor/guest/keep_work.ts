/** Handing a guest's work over to an account: it becomes a strategy with its first version, once. */
import { ApiError } from "../../api_client.ts";
import type { StrategyDetail } from "../../../contracts/strategies.ts";
import { parseStrategy } from "../../../engine/mod.ts";
import { sameDocument } from "../model/document.ts";
import type { GuestWork, GuestWorks } from "./guest_works.ts";

/** The call that is needed of `api_client.ts`. */
export interface KeepApi {
  post<T>(path: string, body: unknown): Promise<T>;
}

/** What came of it. In every case but `kept` the work is still in the browser. */
export type KeepOutcome =
  | { readonly kind: "kept"; readonly strategyId: string }
  | { readonly kind: "nothing" | "signed_out" }
  | { readonly kind: "full" | "failed"; readonly message: string };

/** Makes the work a strategy of the account that is logged in, and forgets it here once the server has it. */
export async function keepWork(works: GuestWorks, api: KeepApi): Promise<KeepOutcome> {
  const work = works.read();
  if (!work) return { kind: "nothing" };
  try {
    const strategyId = await hand(work, works, api);
    works.forget(work);
    return { kind: "kept", strategyId };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) return { kind: "signed_out" };
    return { kind: error.code === "limit_reached" ? "full" : "failed", message: told(error) };
  }
}

async function hand(work: GuestWork, works: GuestWorks, api: KeepApi): Promise<string> {
  try {
    return await send(work, api);
  } catch (error) {
    // The answer to an earlier try was lost, and somebody else is logged in now.
    const isTaken = error instanceof ApiError && error.issue("id") !== undefined;
    const renewed = isTaken ? works.renew() : null;
    if (!renewed) throw error;
    const strategyId = await send(renewed, api);
    works.forget(renewed);
    return strategyId;
  }
}

async function send(work: GuestWork, api: KeepApi): Promise<string> {
  const { id, name, asset, timeframe, document } = work;
  const made = await api.post<StrategyDetail>("/strategies", {
    id,
    name: name.trim().slice(0, 100) || "My first strategy",
    asset,
    timeframe,
    definition: document,
  });
  const latest = made.latest_version;
  const there = parseStrategy(latest?.definition);
  // It was made by an earlier try whose answer was lost, and has been changed here since.
  if (!there.ok || !sameDocument(there.document, document)) {
    await api.post(`/strategies/${made.id}/versions`, {
      definition: document,
      base_version: latest?.version_number ?? 0,
    });
  }
  return made.id;
}

function told({ message, issues: [first] }: ApiError): string {
  return first && first.message !== message ? `${message} ${first.message}` : message;
}
