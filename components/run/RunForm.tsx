/** Choosing what to test a strategy on, and starting it. Used on the backtests page and in the editor. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Issue } from "../../contracts/errors.ts";
import type { WorkUsage } from "../../contracts/users.ts";
import { venueName } from "../assets.ts";
import { api, ApiError } from "../api_client.ts";
import { date } from "../format.ts";
import { Button } from "../ui/Button.tsx";
import { NumberField, SelectField, TextField } from "../ui/Field.tsx";
import { Icon } from "../ui/Icon.tsx";
import { RulesLink } from "../learn/RulesLink.tsx";
import { Notice } from "../ui/Notice.tsx";
import { noBacktestLeft, RunUsage, useBacktestsToday } from "./RunUsage.tsx";
import {
  API_FIELDS,
  checkRun,
  type RunErrors,
  type RunField,
  type RunFormValues,
} from "./run_input.ts";
import {
  type CandleSpan,
  type DayRange,
  type Preset,
  presetRange,
  PRESETS,
  reachesAhead,
  reachesBack,
} from "./run_range.ts";

export interface RunFormProps {
  readonly strategyId: string;
  /** The version to run; the newest without it. */
  readonly version?: number;
  readonly asset: string;
  readonly timeframe: string;
  readonly venue: string;
  /** What is stored of the series, `null` when nothing is. */
  readonly span: CandleSpan | null;
  readonly defaults: { readonly fee_percent: number; readonly slippage_percent: number };
  readonly nowMs: number;
  /** The days to begin with; the newest year without them. */
  readonly range?: DayRange;
  /** How many backtests of today are used; asked for when it is not given. */
  readonly usage?: WorkUsage["backtests_today"];
  /** Done before the run is asked for, such as saving; returns the version to run, `null` to give up. */
  readonly prepare?: () => Promise<number | null>;
  /** Called with the new run; by default its page is opened. */
  readonly onStarted?: (runId: string) => void;
}

const INTRABAR = [
  { value: "stop_first", label: "Stop first (careful)" },
  { value: "ohlc_path", label: "By the candle’s likely path" },
  { value: "target_first", label: "Target first (hopeful)" },
] as const;

export function RunForm(props: RunFormProps) {
  const { span, defaults, nowMs } = props;
  const start = props.range ?? presetRange("1y", span, nowMs) ?? { from: "", to: "" };
  const values = useSignal<RunFormValues>({
    ...start,
    fee: String(defaults.fee_percent),
    slippage: String(defaults.slippage_percent),
    capital: "10,000",
    intrabar: "stop_first",
  });
  const errors = useSignal<RunErrors>({});
  const faults = useSignal<readonly Issue[]>([]);
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const today = useBacktestsToday(props.usage);
  const isFull = noBacktestLeft(today, "UTC") !== null;

  const set = (field: RunField, value: string) => {
    values.value = { ...values.value, [field]: value };
    if (errors.value[field]) {
      const { [field]: _gone, ...rest } = errors.value;
      errors.value = rest;
    }
  };
  const choose = (preset: Preset) => {
    const range = presetRange(preset, span, nowMs);
    if (!range) return;
    values.value = { ...values.value, ...range };
    const { from: _from, to: _to, ...rest } = errors.value;
    errors.value = rest;
  };
  const fail = (found: RunErrors) => {
    errors.value = found;
    // After the errors are drawn, the first field that is wrong takes the keyboard.
    setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };

  const submit = async () => {
    faults.value = [];
    const checked = checkRun(values.value, span, nowMs);
    if (!checked.ok) return fail(checked.errors);
    errors.value = {};
    busy.value = true;
    try {
      const version = props.prepare ? await props.prepare() : props.version;
      if (version === null) {
        busy.value = false;
        return;
      }
      const { run_id } = await api.post<{ run_id: string }>("/backtests", {
        strategy_id: props.strategyId,
        ...(version === undefined ? {} : { version }),
        ...checked.request,
      });
      if (props.onStarted) props.onStarted(run_id);
      else location.assign(`/runs/${run_id}`);
    } catch (error) {
      busy.value = false;
      const refusal = error instanceof ApiError
        ? error
        : new ApiError(0, "internal", "That did not work. Try again.");
      if (refusal.code === "invalid_strategy") faults.value = refusal.issues;
      fail(errorsOf(refusal));
    }
  };

  const { from, to, fee, slippage, capital, intrabar } = values.value;
  const field = (name: RunField) => ({
    id: `run-${name}`,
    name,
    value: values.value[name],
    error: errors.value[name],
    onInput: (event: { currentTarget: HTMLInputElement }) => set(name, event.currentTarget.value),
  });
  const fetched = from && to
    ? reachesBack({ from, to }, span) || reachesAhead({ from, to }, span)
    : false;

  return (
    <form
      ref={form}
      class="run-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value && !isFull) void submit();
      }}
    >
      {errors.value.form && (
        <Notice tone="loss" live>
          {errors.value.form}
          {faults.value.length > 0 && (
            <ul class="run-faults">
              {faults.value.map((fault) => <li key={fault.message}>{fault.message}</li>)}
            </ul>
          )}
        </Notice>
      )}
      <div class="run-presets" role="group" aria-label="Period">
        <span class="field-label">Period</span>
        <div class="segments">
          {PRESETS.map(({ id, label }) => {
            const range = presetRange(id, span, nowMs);
            return (
              <button
                key={id}
                type="button"
                class="segment"
                disabled={range === null}
                aria-pressed={range?.from === from && range.to === to}
                onClick={() => choose(id)}
              >
                {label}
              </button>
            );
          })}
        </div>
      </div>
      <div class="run-grid">
        <TextField {...field("from")} type="date" label="First day" />
        <TextField {...field("to")} type="date" label="Last day" />
        <NumberField {...field("capital")} label="Starting capital" unit="USDT" value={capital} />
        <NumberField {...field("fee")} label="Fee per trade side" unit="%" value={fee} />
        <NumberField {...field("slippage")} label="Slippage" unit="%" value={slippage} />
      </div>
      <p class="field-hint run-stored">{storedWords(props, fetched)}</p>
      <details class="run-advanced">
        <summary class="link">
          Advanced
          <Icon name="chevron-down" size={14} />
        </summary>
        <SelectField
          id="run-intrabar"
          name="intrabar"
          label="When stop and target are both inside one candle"
          hint="A candle does not say which came first. Stop first never flatters the result."
          value={intrabar}
          error={errors.value.intrabar}
          options={INTRABAR}
          onChange={(event) => set("intrabar", event.currentTarget.value)}
        />
      </details>
      <div class="run-submit">
        <Button
          type="submit"
          variant="primary"
          icon="play"
          busy={busy.value}
          disabled={isFull}
          aria-describedby="run-usage"
        >
          Run backtest
        </Button>
        <RunUsage today={today} id="run-usage" />
      </div>
      <p class="field-hint">
        <RulesLink />
      </p>
    </form>
  );
}

function errorsOf(refusal: ApiError): RunErrors {
  const errors: Partial<Record<RunField | "form", string>> = {};
  for (const { path, message } of refusal.issues) {
    const field = path === undefined ? undefined : API_FIELDS[path];
    if (field) errors[field] ??= message;
  }
  if (Object.keys(errors).length === 0) errors.form = refusal.message;
  return errors;
}

function storedWords({ span, asset, timeframe, venue }: RunFormProps, fetched: boolean): string {
  if (venue === "synthetic") {
    return `${asset} is synthetic: its prices are made by a formula and traded nowhere.`;
  }
  const source = venueName(venue);
  if (!span) {
    return `No ${timeframe} candles of ${asset} are stored yet. They are fetched from ${source} when you run.`;
  }
  const stored = `${asset} ${timeframe} candles are stored from ${date(span.firstMs)} to ${
    date(span.toMs - 1)
  }.`;
  return fetched ? `${stored} What is missing is fetched from ${source}.` : stored;
}
