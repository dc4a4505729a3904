/** The settings of a backtest, and its start. Used on the backtests page and in the editor. */
import { Segments } from "../../ui/Segments.tsx";
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Issue } from "../../contracts/errors.ts";
import type { StrategyContext, UpdateContext } from "../../contracts/strategy_context.ts";
import { venueName } from "../../text/assets.ts";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import type { BodyOf } from "../../contracts/client/calls.ts";
import { date } from "../../text/format.ts";
import { Button } from "../../ui/Button.tsx";
import { NumberField, SelectField, TextField } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RulesLink } from "../terms/RulesLink.tsx";
import { browserStorage } from "../storage/tab_session.ts";
import { Notice } from "../../ui/Notice.tsx";
import { ContextKeeper, flushWithPage, sendContextOf } from "../../studio/run/context_keeper.ts";
import { INTRABAR_LABEL, INTRABAR_WORDS } from "../../studio/run/intrabar_words.ts";
import { noBacktestLeft, RunUsage, type Today, useBacktestsToday } from "./RunUsage.tsx";
import { useNextVenue, VenueChoice } from "./VenueChoice.tsx";
import { changedContext, PendingContext } from "../../studio/run/pending_context.ts";
import { SharedContext } from "../../studio/run/shared_context.ts";
import { contextSetBy, startValues } from "../../studio/run/run_context.ts";
import {
  API_FIELDS,
  checkRun,
  readRunNumber,
  type RunErrors,
  type RunField,
  type RunFormValues,
  type RunNumber,
} from "../../studio/run/run_input.ts";
import {
  type CandleSpan,
  type DayRange,
  type Preset,
  presetRange,
  PRESETS,
  reachesAhead,
  reachesBack,
} from "../../studio/run/run_range.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import styles from "./RunForm.module.css.ts";

export interface RunFormProps {
  readonly strategyId: string;
  /** The version to run; the newest without it. */
  readonly version?: number;
  readonly asset: string;
  readonly timeframe: string;
  /** The import of one's own that is run on; what everybody shares without it. */
  readonly importName?: string | null | undefined;
  /** That market again, where it is not the strategy's: this run alone is to be on it. */
  readonly otherMarket?: Pick<BodyOf<"POST /backtests">, "asset" | "timeframe" | "import">;
  readonly venue: string;
  /** What is stored of the series, `null` when nothing is. */
  readonly span: CandleSpan | null;
  readonly defaults: { readonly fee_percent: number; readonly slippage_percent: number };
  /** What was set for this strategy before: the form begins with it. */
  readonly context: StrategyContext;
  readonly nowMs: number;
  /** The days to begin with, before those that were set. */
  readonly range?: DayRange;
  /** How many backtests of today are used; asked for when it is not given. */
  readonly usage?: Today;
  /** Where what is set here is kept; with the strategy on the server without it. */
  readonly keeper?: Pick<ContextKeeper, "note" | "flush">;
  /** Told what is set, and what an earlier page had set and not sent. */
  readonly onSet?: (change: UpdateContext) => void;
  /** Done before the run is asked for, such as saving; returns the version to run, `null` to give up. */
  readonly prepare?: () => Promise<number | null>;
  /** Called with the new run; by default its page is opened. */
  readonly onStarted?: (runId: string) => void;
}

const INTRABAR = Object.entries(INTRABAR_WORDS).map(([value, label]) => ({ value, label }));

export function RunForm(props: RunFormProps) {
  const { span, nowMs } = props;
  const values = useSignal<RunFormValues>(startValues(props));
  const opensAdvanced = useSignal(values.peek().intrabar !== "stop_first");
  const keeper = useKeeper(props, (context) => {
    values.value = startValues({ ...props, context });
  });
  const first = useRef(values.value);
  const errors = useSignal<RunErrors>({});
  const faults = useSignal<readonly Issue[]>([]);
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const today = useBacktestsToday(props.usage);
  const nextVenue = useNextVenue(props);
  const isFull = noBacktestLeft(today, "UTC") !== null;

  const set = (field: RunField, value: string) => {
    values.value = { ...values.value, [field]: value };
    keeper.note(contextSetBy(field, values.value, nowMs));
    if (errors.value[field]) {
      const { [field]: _gone, ...rest } = errors.value;
      errors.value = rest;
    }
  };
  const choose = (preset: Preset) => {
    const range = presetRange(preset, span, nowMs);
    if (!range) return;
    values.value = { ...values.value, ...range };
    keeper.note({ period: preset });
    const { from: _from, to: _to, ...rest } = errors.value;
    errors.value = rest;
  };
  const fail = (found: RunErrors) => {
    errors.value = found;
    // After the errors are drawn, the first field that is wrong takes focus.
    setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };

  const submit = async () => {
    faults.value = [];
    const checked = checkRun(values.value, span, nowMs);
    if (!checked.ok) return fail(checked.errors);
    errors.value = {};
    busy.value = true;
    try {
      // The page that is opened next is left for another: what was set is kept before.
      await keeper.flush();
      const version = props.prepare ? await props.prepare() : props.version;
      if (version === null) {
        busy.value = false;
        return;
      }
      const { run_id } = await api("POST /backtests", {
        body: {
          strategy_id: props.strategyId,
          ...(version === undefined ? {} : { version }),
          ...props.otherMarket,
          ...(nextVenue.chosen.value === null ? {} : { venue: nextVenue.chosen.value }),
          ...checked.request,
        },
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

  const { from, to, intrabar } = values.value;
  const presets = PRESETS.map((preset) => ({
    ...preset,
    range: presetRange(preset.id, span, nowMs),
  }));
  const field = (name: RunField) => ({
    id: `run-${name}`,
    name,
    value: values.value[name],
    error: errors.value[name],
    onInput: (event: { currentTarget: HTMLInputElement }) => set(name, event.currentTarget.value),
  });
  const numberField = (name: RunNumber) => {
    const read = readRunNumber(name, values.value[name]);
    // What the form itself wrote needs no remark, and an error has it in its sentence.
    const shown = read.kind === "remarked" && values.value[name] !== first.current[name];
    return {
      ...field(name),
      remark: shown && !errors.value[name] ? read.remark : undefined,
    };
  };
  const fetched = from && to
    ? reachesBack({ from, to }, span) || reachesAhead({ from, to }, span)
    : false;

  return (
    <form
      ref={form}
      class={styles.form}
      data-part="run-form"
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
            <ul class={styles.faults}>
              {faults.value.map((fault) => <li key={fault.message}>{fault.message}</li>)}
            </ul>
          )}
        </Notice>
      )}
      <div class={styles.presets}>
        <span class={fieldStyles.label} aria-hidden="true">Period</span>
        <Segments
          label="Period"
          options={presets.map(({ id, label, range }) => ({
            value: id,
            label,
            disabled: range === null,
          }))}
          value={presets.find(({ range }) => range?.from === from && range.to === to)?.id ?? null}
          onChange={choose}
        />
      </div>
      <div class={styles.grid}>
        <TextField {...field("from")} type="date" label="First day" />
        <TextField {...field("to")} type="date" label="Last day" />
        <NumberField {...numberField("capital")} label="Starting capital" unit="USDT" />
        <NumberField {...numberField("fee")} label="Fee per trade side" unit="%" />
        <NumberField {...numberField("slippage")} label="Slippage per fill" unit="%" />
      </div>
      <VenueChoice next={nextVenue} />
      <p class={fieldStyles.hint}>{storedWords(props, fetched)}</p>
      <details class={styles.advanced} open={opensAdvanced.value}>
        <summary class={linkStyles.link}>
          Advanced
          <Icon name="chevron-down" size={14} />
        </summary>
        <SelectField
          id="run-intrabar"
          name="intrabar"
          label={INTRABAR_LABEL}
          hint="Candles do not record which price came first. The cautious choice assumes the worse of the two."
          value={intrabar}
          error={errors.value.intrabar}
          options={INTRABAR}
          onChange={(event) => set("intrabar", event.currentTarget.value)}
        />
      </details>
      <div class={styles.submit}>
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
      <p class={fieldStyles.hint}>
        <RulesLink />
      </p>
    </form>
  );
}

/**
 * Where the form keeps what is set in it. On a page of its own it first takes what the page before could not send in time, which
 * the server did not know when it wrote this one.
 */
function useKeeper(
  { strategyId, keeper, context, onSet }: RunFormProps,
  onLeft: (context: StrategyContext) => void,
): Pick<ContextKeeper, "note" | "flush"> {
  const own = useMemo(() => {
    const pending = new PendingContext(browserStorage, strategyId);
    return new ContextKeeper(sendContextOf(strategyId), pending);
  }, []);
  const shared = useMemo(() => keeper ? null : new SharedContext(strategyId), []);
  useEffect(() => {
    if (keeper) return;
    const left = own.resume();
    if (Object.keys(left).length > 0) {
      onLeft(changedContext(context, left));
      onSet?.(left);
    }
    const stop = flushWithPage(own);
    return () => {
      stop();
      shared?.close();
    };
  }, []);
  const kept = keeper ?? own;
  return {
    flush: () => kept.flush(),
    note: (change) => {
      kept.note(change);
      // An editor that is open in another tab shows it, too.
      if (Object.keys(change).length > 0) shared?.tell({ context: change });
      onSet?.(change);
    },
  };
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

function storedWords(
  { span, asset, timeframe, venue, importName }: RunFormProps,
  fetched: boolean,
): string {
  if (importName) {
    return span
      ? `Your import “${importName}” has ${timeframe} candles of ${asset} from ${
        date(span.firstMs)
      } to ${date(span.toMs - 1)}.`
      : `Your import “${importName}” of ${asset} ${timeframe} is gone. Import it again, or choose another market.`;
  }
  if (venue === "synthetic") {
    return `${asset} is synthetic: its prices come from a formula, not from an exchange.`;
  }
  const source = venueName(venue);
  if (!span) {
    return `No ${timeframe} candles of ${asset} are stored yet. They are fetched from ${source} when you run.`;
  }
  const stored = `${asset} ${timeframe} candles are stored from ${date(span.firstMs)} to ${
    date(span.toMs - 1)
  }.`;
  return fetched ? `${stored} Missing candles are fetched from ${source} when you run.` : stored;
}
