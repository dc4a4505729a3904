/** What there is to set and to see of daily updates; loaded when it is opened. */
import { Switch } from "../../../ui/Checkbox.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useEffect, useRef } from "preact/hooks";
import { type Signal, useSignal } from "@preact/signals";
import type { AutoUpdate, TrackRecord } from "../../../contracts/schedules.ts";
import type { StrategyDetail, UpdateStrategy } from "../../../contracts/strategies.ts";
import { api, ApiError } from "../../../contracts/client/api_client.ts";
import { date } from "../../../text/format.ts";
import { autoTrouble, HORIZON_CHOICES, sinceWords } from "../../../text/schedule_words.ts";
import { useEditor } from "../session/context.ts";
import type { EditorSchedule } from "../session/EditorSkeleton.tsx";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./AutoUpdateMenu.module.css.ts";

export function AutoUpdatePanel(
  { begins, state }: {
    /** When daily runs begin, UTC. */
    readonly begins: string;
    readonly state: Signal<Omit<EditorSchedule, "begins">>;
  },
) {
  const { strategy, saving, user, keeper } = useEditor();
  // One change after the other, so that a quick hand loses none: disabling what is busy would take focus away.
  const queue = useRef(Promise.resolve());
  const problem = useSignal<string | null>(null);
  const earlier = useSignal<readonly TrackRecord[]>([]);
  const first = useRef<HTMLInputElement>(null);
  const params = { id: strategy.value.id };
  const { auto_update: auto, forward_record: record } = state.value;
  const newest = saving.saved.value?.versionNumber ?? null;
  const zone = user.timezone ?? "UTC";
  const trouble = autoTrouble(auto);

  const attempt = (work: () => Promise<void>) => {
    queue.current = queue.current.then(async () => {
      problem.value = null;
      try {
        // What is locked is what the bar shows.
        await keeper.flush();
        await work();
      } catch (error) {
        problem.value = error instanceof ApiError ? error.message : "That did not work. Try again.";
        // Switch and period go back to what holds.
        state.value = { ...state.value };
      }
    });
  };
  const show = ({ auto_update, forward_record }: StrategyDetail) => {
    state.value = { auto_update, forward_record };
  };
  const change = (what: UpdateStrategy) =>
    attempt(async () => {
      show(await api("PATCH /strategies/{id}", { params, body: what }));
      await readEarlier();
    });
  const restartTrackRecord = () =>
    attempt(async () => {
      await api("POST /strategies/{id}/forward-records", { params });
      show(await api("GET /strategies/{id}", { params }));
      await readEarlier();
    });
  const readEarlier = async () => {
    const { forward_records } = await api("GET /strategies/{id}/forward-records", { params });
    earlier.value = forward_records.filter(({ ended_at }) => ended_at !== null);
  };
  useEffect(() => {
    first.current?.focus();
    // What has happened since the page was loaded; without an answer the page's own words stand.
    const strategyRead = api("GET /strategies/{id}", { params }).then(show);
    void Promise.all([strategyRead, readEarlier()]).catch(() => {});
  }, []);
  return (
    <>
      <Switch
        ref={first}
        checked={auto.enabled}
        onChange={({ currentTarget }) => change({ auto_update_enabled: currentTarget.checked })}
      >
        <b>Auto-update daily</b>
        <span class={frameStyles.quiet}>
          Runs every day after {begins}{" "}
          UTC on the newest candles. Does not use up your daily backtests.
        </span>
      </Switch>
      <label class={styles.horizon}>
        <span>Period</span>
        <Select
          size="compact"
          value={auto.horizon}
          options={HORIZON_CHOICES}
          onChange={({ currentTarget }) =>
            change({
              auto_update_horizon: currentTarget.value as AutoUpdate["horizon"],
            })}
        />
      </label>
      {problem.value && <p class={styles.problem} role="alert">{problem.value}</p>}
      {trouble && (
        <div class={styles.problem}>
          {trouble.label === "Turned off"
            ? (
              <>
                <p>{trouble.note}</p>
                <Button
                  size="compact"
                  onClick={() => change({ auto_update_enabled: false })}
                >
                  Dismiss
                </Button>
              </>
            )
            : (
              <p>
                <b>{trouble.label}.</b> {trouble.note}
              </p>
            )}
        </div>
      )}
      {!auto.enabled && (
        <p class={frameStyles.quiet}>
          Turning this on locks {newest === null ? "the version you save" : `version ${newest}`}
          {" "}
          with its present market and costs. New days are recorded separately, as a live track
          record.
        </p>
      )}
      {auto.enabled && !record && (
        <p class={frameStyles.quiet}>Starts once you save a version that can run.</p>
      )}
      {auto.enabled && record && (
        <div class={styles.record}>
          <p>
            <b>
              {record.since
                ? `Track record: ${sinceWords(record.since)}.`
                : "Track record starts with the next daily run."}
            </b>
          </p>
          <p class={frameStyles.quiet}>
            Version {record.version_number} was locked on {date(record.sealed_at, zone)}.
            {newest !== null && newest !== record.version_number
              ? ` You are editing version ${newest}.`
              : ""} Changes of period, market or costs apply after a restart.
          </p>
          {newest !== null && (
            <Button
              size="compact"
              title="Ends this track record, which stays listed here, and starts a new one"
              onClick={() => restartTrackRecord()}
            >
              Restart with version {newest}
            </Button>
          )}
        </div>
      )}
      {earlier.value.length > 0 && <Earlier records={earlier.value} zone={zone} />}
    </>
  );
}

/** Records that have ended, the newest first. */
function Earlier(
  { records, zone }: { readonly records: readonly TrackRecord[]; readonly zone: string },
) {
  return (
    <div class={styles.earlier}>
      <b>Earlier track records</b>
      <ul>
        {records.map((record) => (
          <li key={record.id}>
            Version {record.version_number}, {date(record.sealed_at, zone)} –{" "}
            {date(record.ended_at ?? record.sealed_at, zone)}
            <span class={frameStyles.quiet}>
              {record.since ? sinceWords(record.since) : "ended before the first candle closed"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
