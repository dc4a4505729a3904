/** How many backtests of today are used, where one is about to be started. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { backtestsFull } from "../../contracts/limits.ts";
import type { WorkUsage } from "../../contracts/users.ts";
import { api } from "../../contracts/client/api_client.ts";
import { clock, number } from "../../text/format.ts";
import { UpgradeLink } from "../upgrade/UpgradeLink.tsx";
import { useZone } from "../../ui/Time.tsx";
import styles from "./RunUsage.module.css.ts";

export type Today = WorkUsage["backtests_today"] & Partial<Pick<WorkUsage, "upgrade">>;

/** The longest wait that a timer of a browser takes, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The day's backtests: `usage`, or asked for when it is not given; `null` while nothing is known. At the end of the day the
 * count is back at zero.
 */
export function useBacktestsToday(usage?: Today): Today | null {
  const today = useSignal<Today | null>(usage ?? null);
  useEffect(() => {
    if (usage) return;
    const leave = new AbortController();
    api("GET /users/me", { signal: leave.signal }).then(
      (profile) => {
        const { backtests_today, upgrade } = profile.usage;
        today.value = { ...backtests_today, upgrade };
      },
      // It is an aside: without it the form works as well, and a refusal says the same.
      () => {},
    );
    return () => leave.abort();
  }, []);
  const resetsAt = today.value?.resets_at;
  useEffect(() => {
    if (resetsAt === undefined) return;
    const waitMs = Math.max(0, Date.parse(resetsAt) - Date.now());
    const timer = setTimeout(() => {
      if (today.value) today.value = { ...today.value, used: 0 };
    }, Math.min(waitMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [resetsAt]);
  return today.value;
}

/** Why no backtest can be started now and when one can, in the person's zone; `null` while one can or nothing is known. */
export function noBacktestLeft(today: Today | null, zone: string): string | null {
  const full = today && backtestsFull(today);
  return full && `${full} Resets at ${clock(today.resets_at, zone)}.`;
}

/** "42 of 50 backtests today. Live results in the editor do not count." */
export function RunUsage({ today, id }: { readonly today: Today | null; readonly id: string }) {
  const zone = useZone();
  if (!today) return <p class={styles.usage} data-part="run-usage" aria-hidden="true">&nbsp;</p>;
  const full = noBacktestLeft(today, zone);
  return (
    <p class={styles.usage} data-part="run-usage" id={id} data-full={full !== null || undefined}>
      {full ? <strong>{full}</strong> : (
        <>
          <strong>{number(today.used)} of {number(today.limit)}</strong> backtests today.
        </>
      )}{" "}
      {full ? "Live results in the editor still work." : "Live results in the editor do not count."}
      {full && today.upgrade && (
        <>
          {" "}
          <UpgradeLink to={today.upgrade} />
        </>
      )}
    </p>
  );
}
