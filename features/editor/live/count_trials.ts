/** Counts the variations that are looked at in an editor, and shows how many there were; loaded at the first touch. */
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import { dailySharpeOf } from "../../../engine/trials.ts";
import { GuestTrials } from "../../../studio/guest/guest_trials.ts";
import { type SendTrials, TrialReporter } from "../../../studio/live/trial_reporter.ts";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import type { EditorParts } from "../session/context.ts";
import { trialsGauge } from "./TrialsGauge.tsx";

/** Counts from now on, for as long as the page is open; asked for again, it goes on. */
export function countTrials({ live, strategy, user, ui }: EditorParts): void {
  if (ui.gauge.peek()) return;
  const reporter = new TrialReporter({
    shown: live.answer,
    dailySharpeOf,
    send: user.id === "guest" ? sendToBrowser() : sendToServer(strategy.peek().id),
    isRefusal: (error) => error instanceof ApiError && error.status >= 400 && error.status < 500,
  });
  reporter.start();
  globalThis.addEventListener("pagehide", () => void reporter.flush());
  ui.tries.value = (trials) => reporter.add(trials);
  ui.gauge.value = trialsGauge(reporter.trials, live);
}

function sendToServer(id: string): SendTrials {
  return (trials) =>
    // Also while the page is being left.
    api("POST /strategies/{id}/trials", { params: { id }, body: { trials }, keepalive: true });
}

function sendToBrowser(): SendTrials {
  const kept = new GuestTrials(browserStorage());
  return (trials) => Promise.resolve(kept.add(trials));
}
