import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CandleSeries } from "../../../engine/mod.ts";
import type { CostAnswer } from "./cost_answer.ts";
import type { LabMaterial } from "../../../studio/robustness/lab_protocol.ts";
import type {
  CheckOutcome,
  DrawnStrategy,
  InquiryReply,
  InquiryRun,
  SignalStates,
} from "./inquiry.ts";

/** Where the prices of a run are. `failed` carries a sentence. */
export type Prices =
  | { readonly kind: "waiting" }
  | { readonly kind: "ready"; readonly candles: CandleSeries }
  | { readonly kind: "failed"; readonly message: string };

/** Where the answer about costs is; `ready` with `null` when there was no trade. */
export type Costs =
  | { readonly kind: "waiting" | "failed" }
  | { readonly kind: "ready"; readonly answer: CostAnswer | null };

/** What the run was made from; `none` where it could not be made again, so that tests would be of another run. */
export type Material =
  | { readonly kind: "waiting" }
  | { readonly kind: "none"; readonly why: CheckOutcome }
  | { readonly kind: "ready"; readonly material: LabMaterial };
/** `unreadable` in a page without threads. */
export type Signals = readonly SignalStates[] | "unreadable";

export interface Inquiry {
  readonly prices: ReadonlySignal<Prices>;
  readonly costs: ReadonlySignal<Costs>;
  /** `null` until it is known. */
  readonly check: ReadonlySignal<CheckOutcome | null>;
  /** What the blocks draw, `null` until it is there. */
  readonly drawn: ReadonlySignal<DrawnStrategy | null>;
  readonly material: ReadonlySignal<Material>;
  /** What the conditions said at each trade's signal; `null` until it is known. */
  readonly signals: ReadonlySignal<Signals | null>;
}

interface Answers {
  readonly prices: Signal<Prices>;
  readonly costs: Signal<Costs>;
  readonly check: Signal<CheckOutcome | null>;
  readonly drawn: Signal<DrawnStrategy | null>;
  readonly material: Signal<Material>;
  readonly signals: Signal<Signals | null>;
}

/** Asks once `isReady`, after the page has been painted. */
export function useInquiry(run: InquiryRun, isReady: boolean): Inquiry {
  const prices = useSignal<Prices>({ kind: "waiting" });
  const costs = useSignal<Costs>({ kind: "waiting" });
  const check = useSignal<CheckOutcome | null>(null);
  const drawn = useSignal<DrawnStrategy | null>(null);
  const material = useSignal<Material>({ kind: "waiting" });
  const signals = useSignal<Signals | null>(null);
  useEffect(() => {
    if (!isReady) return;
    let left = false;
    let stop = () => {};
    void import("./open_inquiry.ts").then(({ openInquiry }) => {
      if (left) return;
      stop = openInquiry(
        run,
        (reply) => take({ prices, costs, check, drawn, material, signals }, reply),
      );
    });
    return () => {
      left = true;
      stop();
    };
  }, [isReady]);
  return { prices, costs, check, drawn, material, signals };
}

function take(
  { prices, costs, check, drawn, material, signals }: Answers,
  reply: InquiryReply,
): void {
  switch (reply.kind) {
    case "prices":
      prices.value = { kind: "ready", candles: reply.candles };
      break;
    case "no_prices":
      prices.value = { kind: "failed", message: reply.message };
      break;
    case "check":
      check.value = reply.outcome;
      if (reply.outcome !== "same") material.value = { kind: "none", why: reply.outcome };
      break;
    case "material":
      material.value = { kind: "ready", material: reply.material };
      break;
    case "chart":
      drawn.value = reply;
      break;
    case "signals":
      signals.value = reply.signals ?? "unreadable";
      break;
    case "costs":
      costs.value = { kind: "ready", answer: reply.answer };
      break;
    case "no_costs":
      costs.value = { kind: "failed" };
      break;
  }
}
