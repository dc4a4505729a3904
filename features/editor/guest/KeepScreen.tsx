/** On the way from playing to one's own account: the work is handed over, or it is said why not and what to do. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { api } from "../../../contracts/client/api_client.ts";
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import { CHOOSE_MARKET, KEEP_PATH, TRY_PATH } from "../../../studio/guest/guest_key.ts";
import type { KeepOutcome } from "../../../studio/guest/keep_work.ts";
import { cx } from "../../../ui/cx.ts";
import guestStyles from "./guest.module.css.ts";
import pagesStyles from "../../../components/styles/pages.module.css.ts";
import styles from "./KeepScreen.module.css.ts";

type Trouble = Extract<KeepOutcome, { message: string }>;

export function KeepScreen() {
  const trouble = useSignal<Trouble | null>(null);
  const busy = useSignal(true);
  const keep = async () => {
    busy.value = true;
    const outcome = await handOver();
    if ("message" in outcome) {
      trouble.value = outcome;
      busy.value = false;
    } else location.replace(pathAfter(outcome));
  };
  useEffect(() => void keep(), []);
  if (trouble.value === null) {
    return (
      <div class={cx(pagesStyles.page, pagesStyles.narrow, styles.screen)} role="status">
        <h1>Saving your strategy …</h1>
        <noscript>
          <p>Saving needs JavaScript. Your strategy stays in this browser.</p>
        </noscript>
      </div>
    );
  }
  const { kind, message } = trouble.value;
  return (
    <div class={cx(pagesStyles.page, pagesStyles.narrow, styles.screen)}>
      <h1>Your strategy is not saved yet</h1>
      <Notice tone={kind === "full" ? "caution" : "loss"} live>{message}</Notice>
      <p>It stays in this browser until it is saved.</p>
      <div class={guestStyles.keepWays}>
        <Button variant="primary" busy={busy.value} onClick={() => void keep()}>Try again</Button>
        {kind === "full" && <ButtonLink href="/strategies">Go to your strategies</ButtonLink>}
        <ButtonLink href={TRY_PATH}>Back to the editor</ButtonLink>
      </div>
    </div>
  );
}

async function handOver(): Promise<KeepOutcome> {
  try {
    // Reading a strategy takes the engine's parser, which the page need not wait for.
    const [{ keepWork }, { GuestWorks }, { GuestContext }, { GuestTrials }] = await Promise.all([
      import("../../../studio/guest/keep_work.ts"),
      import("../../../studio/guest/guest_works.ts"),
      import("../../../studio/guest/guest_context.ts"),
      import("../../../studio/guest/guest_trials.ts"),
    ]);
    const storage = browserStorage();
    const kept = { seen: new GuestContext(storage), trials: new GuestTrials(storage) };
    return await keepWork(new GuestWorks(storage), kept, api);
  } catch {
    return { kind: "failed", message: "Something went wrong on the way. Try again." };
  }
}

function pathAfter(outcome: Exclude<KeepOutcome, Trouble>): string {
  if (outcome.kind === "kept") return `/strategies/${outcome.strategyId}${CHOOSE_MARKET}`;
  return outcome.kind === "nothing"
    ? "/strategies"
    : `/login?next=${encodeURIComponent(KEEP_PATH)}`;
}
