/** The forms below the chips of the bar: market, period, costs and capital. Loaded by `later_forms.tsx` alone. */
import { useId } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CAPITAL_RULE, COST_RULE } from "../../../contracts/run_numbers.ts";
import { type NumberRule, readTypedNumber } from "../../../contracts/typed_number.ts";
import { INTRABAR_MODES, type IntrabarMode } from "../../../engine/mod.ts";
import { minutesOf } from "../../../contracts/imported_markets.ts";
import { daysWords } from "../../../studio/run/days_words.ts";
import { INTRABAR_LABEL, INTRABAR_WORDS } from "../../../studio/run/intrabar_words.ts";
import {
  type DayRange,
  presetRange,
  PRESETS,
  rangeInQuery,
} from "../../../studio/run/run_range.ts";
import type { LiveSettings } from "../../../studio/live/live_session.ts";
import { RulesLink } from "../../../components/terms/RulesLink.tsx";
import { type EditorParts, useEditor } from "../session/context.ts";
import { Field, NumberField, SelectField } from "../../../ui/Field.tsx";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { Segments } from "../../../ui/Segments.tsx";
import { useTypedNumber } from "../../../ui/typed_number.ts";
import { MarketForm } from "./MarketForm.tsx";
import fieldStyles from "../../../ui/Field.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import chipStyles from "./ContextChips.module.css.ts";
import styles from "./context_forms.module.css.ts";

export const FORMS = { market: MarketForm, period: PeriodForm, costs: CostsForm } as const;

function change({ live }: EditorParts, part: Partial<LiveSettings>): void {
  live.settings.value = { ...live.settings.peek(), ...part };
}

/** Months or years up to the newest candle, or days of one's own. */
function PeriodForm() {
  const parts = useEditor();
  const { live } = parts;
  const { period } = live.settings.value;
  const { span } = live.market.value;
  const { timeframe, import: own = null } = parts.strategy.value;
  const stored = span &&
    { ...span, timeframeMs: minutesOf(timeframe) * 60_000, isOwn: own !== null };
  const range = live.range.value;
  const nowMs = Date.now();
  const isOwn = typeof period === "object";
  return (
    <div class={chipStyles.form}>
      <FieldGroup label="Period">
        {({ labelId }) => (
          <Segments
            labelledBy={labelId}
            options={[
              ...PRESETS.map(({ id, label }) => ({
                value: id,
                label,
                disabled: presetRange(id, span, nowMs) === null,
              })),
              { value: "days" as const, label: "Dates…" },
            ]}
            value={isOwn ? "days" : period}
            onChange={(chosen) =>
              change(parts, { period: chosen === "days" ? { ...range } : chosen })}
          />
        )}
      </FieldGroup>
      {isOwn && <Days range={period} onChange={(days) => change(parts, { period: days })} />}
      <p class={fieldStyles.hint}>{daysWords(range, stored, nowMs)}</p>
    </div>
  );
}

/** First and last day, taken as soon as they are in order. */
function Days(
  { range, onChange }: {
    readonly range: DayRange;
    readonly onChange: (range: DayRange) => void;
  },
) {
  const id = useId();
  const typed = useSignal<DayRange | null>(null);
  const shown = typed.value ?? range;
  const problem = rangeInQuery(shown) === null
    ? "Choose two days, the first one before the last."
    : null;
  const set = (part: Partial<DayRange>) => {
    const next = { ...shown, ...part };
    const days = rangeInQuery(next);
    typed.value = days ? null : next;
    if (days) onChange(days);
  };
  const field = (name: keyof DayRange, label: string) => (
    <Field label={label} id={`${id}-${name}`}>
      {(control) => (
        <input
          {...control}
          type="date"
          class={styles.date}
          value={shown[name]}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          onChange={({ currentTarget: { value } }) => set({ [name]: value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <div class={styles.days}>
        {field("from", "First day")}
        {field("to", "Last day")}
      </div>
      <p id={`${id}-problem`} class={fieldsStyles.problem} aria-live="polite">{problem}</p>
    </>
  );
}

/** What a trade costs, and what it begins with. */
function CostsForm() {
  const parts = useEditor();
  const settings = parts.live.settings.value;
  return (
    <div class={chipStyles.form}>
      <div class={styles.amounts}>
        <Amount
          label="Starting capital"
          rule={CAPITAL_RULE}
          value={settings.capital}
          onChange={(capital) => change(parts, { capital })}
        />
        <Amount
          label="Fee per trade side"
          rule={COST_RULE}
          value={settings.feePercent}
          onChange={(feePercent) => change(parts, { feePercent })}
        />
        <Amount
          label="Slippage per fill"
          rule={COST_RULE}
          value={settings.slippagePercent}
          onChange={(slippagePercent) => change(parts, { slippagePercent })}
        />
      </div>
      <SelectField
        label={INTRABAR_LABEL}
        size="compact"
        value={settings.intrabar}
        options={INTRABAR_MODES.map((mode) => ({ value: mode, label: INTRABAR_WORDS[mode] }))}
        onChange={(event) => change(parts, { intrabar: event.currentTarget.value as IntrabarMode })}
      />
      <p class={fieldStyles.hint}>
        The live result and new backtests use these. <RulesLink />
      </p>
    </div>
  );
}

/** A number that is taken as soon as it fits. */
function Amount(
  { label, rule, value, onChange }: {
    label: string;
    rule: NumberRule;
    value: number;
    onChange: (value: number) => void;
  },
) {
  const field = useTypedNumber(value, (text) => readTypedNumber(text, rule), onChange);
  return (
    <NumberField
      size="compact"
      label={label}
      unit={rule.unit}
      value={field.text}
      error={field.problem}
      remark={field.remark ?? undefined}
      onInput={(event) => field.type(event.currentTarget.value)}
      onBlur={field.leave}
    />
  );
}
