/** How many backtests of today are used, where one is about to be started. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Profile, WorkUsage } from "../../contracts/users.ts";
import { api } from "../api_client.ts";
import { clock, number } from "../format.ts";
import { useZone } from "../ui/Time.tsx";

type Today = WorkUsage["backtests_today"];

/** "42/50 backtests today. Live results do not count." What is not given is asked for. */
export function RunUsage({ usage }: { readonly usage?: Today }) {
  const today = useSignal<Today | null>(usage ?? null);
  const zone = useZone();
  useEffect(() => {
    if (usage) return;
    const leave = new AbortController();
    api.get<Profile>("/users/me", { signal: leave.signal }).then(
      (profile) => {
        today.value = profile.usage.backtests_today;
      },
      // It is an aside: without it the form works as well, and a refusal says the same.
      () => {},
    );
    return () => leave.abort();
  }, []);
  const { value } = today;
  if (!value) return <p class="run-usage" aria-hidden="true">&nbsp;</p>;
  const full = value.used >= value.limit;
  return (
    <p class="run-usage" data-full={full || undefined}>
      <strong>{number(value.used)}/{number(value.limit)}</strong> backtests today. {full
        ? `You can run more from ${
          clock(value.resets_at, zone)
        } on. Live results in the editor go on.`
        : "Live results in the editor do not count."}
    </p>
  );
}
