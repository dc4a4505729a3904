/** When the venue of a strategy's earlier runs is away: a choice between waiting for it and the one that is read instead. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Asset } from "../../contracts/markets.ts";
import type { RunVenue } from "../../contracts/backtests.ts";
import { api } from "../../contracts/client/api_client.ts";
import { venueName } from "../../text/assets.ts";
import { venueTrouble } from "../../text/venue_words.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Segments } from "../../ui/Segments.tsx";
import styles from "./RunForm.module.css.ts";

/** What is to be told, `null` while there is nothing; and the venue to ask for, once there is a choice. */
export interface NextVenue {
  readonly told: Signal<RunVenue | null>;
  readonly chosen: Signal<string | null>;
}

/** Asks where the next run of a strategy reads its candles; synthetic ones come from nowhere else. */
export function useNextVenue(
  { strategyId, asset, venue }: {
    readonly strategyId: string;
    readonly asset: string;
    readonly venue: string;
  },
): NextVenue {
  const told = useSignal<RunVenue | null>(null);
  const chosen = useSignal<string | null>(null);
  useEffect(() => {
    if (venue === "synthetic") return;
    const leave = new AbortController();
    api("GET /strategies/{id}/venue", {
      params: { id: strategyId },
      query: { asset: asset as Asset },
      signal: leave.signal,
    }).then(
      (answer) => {
        if (answer.away === null) return;
        told.value = answer;
        chosen.value = answer.venue;
      },
      // Without it the run decides by itself, and its page says what it read.
      () => {},
    );
    return () => leave.abort();
  }, []);
  return { told, chosen };
}

export function VenueChoice({ next: { told, chosen } }: { readonly next: NextVenue }) {
  if (!told.value?.away) return null;
  const { venue, away } = told.value;
  return (
    <Notice tone="caution" role="status">
      <p>
        {venueTrouble(away.venue, away.reason)}. Earlier backtests of this strategy read its
        candles; prices of exchanges differ a little.
      </p>
      <div class={styles.venues}>
        <Segments
          label="Candles"
          options={[
            { value: away.venue, label: `Wait for ${venueName(away.venue)}` },
            { value: venue, label: `Use ${venueName(venue)} instead` },
          ]}
          value={chosen.value}
          onChange={(value) => {
            chosen.value = value;
          }}
        />
      </div>
    </Notice>
  );
}
