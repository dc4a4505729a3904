/** What the live result assumes: the days, the money, the costs. */
import { TextButton } from "../../../ui/TextButton.tsx";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { RadioSegments } from "../../../ui/FormSegments.tsx";
import { useId } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CAPITAL_RULE, COST_RULE } from "../../../contracts/run_numbers.ts";
import { type NumberRule, readTypedNumber } from "../../../contracts/typed_number.ts";
import { INTRABAR_MODES, type IntrabarMode } from "../../../engine/mod.ts";
import { INTRABAR_LABEL, INTRABAR_WORDS } from "../../../studio/run/intrabar_words.ts";
import {
  type DayRange,
  presetRange,
  PRESETS,
  rangeInQuery,
} from "../../../studio/run/run_range.ts";
import { RulesLink } from "../../../components/terms/RulesLink.tsx";
import { useEditor } from "../session/context.ts";
import { Field, NumberField, SelectField } from "../../../ui/Field.tsx";
import { useTypedNumber } from "../../../ui/typed_number.ts";
import { changeMarket } from "../session/market.ts";
import type { LiveSettings } from "../../../studio/live/live_session.ts";
import fieldStyles from "../../../ui/Field.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import styles from "./LiveSettingsForm.module.css.ts";

export function LiveSettingsForm() {
  const { live } = useEditor();
  const settings = live.settings.value;
  const change = (part: Partial<LiveSettings>) => {
    live.settings.value = { ...live.settings.peek(), ...part };
  };
  return (
    <div class={styles.form}>
      <MarketField onChange={change} />
      <PeriodField onChange={change} />
      <div class={styles.amounts}>
        <Amount
          label="Starting capital"
          rule={CAPITAL_RULE}
          value={settings.capital}
          onChange={(capital) => change({ capital })}
        />
        <Amount
          label="Fee per trade side"
          rule={COST_RULE}
          value={settings.feePercent}
          onChange={(feePercent) => change({ feePercent })}
        />
        <Amount
          label="Slippage per fill"
          rule={COST_RULE}
          value={settings.slippagePercent}
          onChange={(slippagePercent) => change({ slippagePercent })}
        />
      </div>
      <SelectField
        label={INTRABAR_LABEL}
        size="compact"
        value={settings.intrabar}
        options={INTRABAR_MODES.map((mode) => ({ value: mode, label: INTRABAR_WORDS[mode] }))}
        onChange={(event) => change({ intrabar: event.currentTarget.value as IntrabarMode })}
      />
      <p class={fieldStyles.hint}>
        Calculated in your browser with the same engine. Does not use up a backtest. The run form
        starts with these settings. <RulesLink />
      </p>
    </div>
  );
}

interface FieldProps {
  readonly onChange: (part: Partial<LiveSettings>) => void;
}

/** Whose candles the live result is made on; another market than the strategy's own is a preview. */
function MarketField({ onChange }: FieldProps) {
  const parts = useEditor();
  const { live, api, store } = parts;
  const markets = live.subject.markets.value;
  const own = markets[0]!.asset;
  const shown = live.market.value.asset;
  if (markets.length < 2) return null;
  return (
    <SelectField
      label="Market"
      size="compact"
      value={shown}
      options={markets.map(({ asset, synthetic }) => ({
        value: asset,
        label: asset + (synthetic ? " – synthetic" : "") +
          (asset === own ? " (this strategy’s market)" : ""),
      }))}
      onChange={({ currentTarget: { value } }) =>
        onChange({ previewAsset: value === own ? null : value })}
      hint={shown !== own && (
        <>
          Preview only. Backtests still use {own}. {api.move && (
            <TextButton
              plain
              onClick={() =>
                void changeMarket(parts, shown, live.subject.timeframe.peek()).then((problem) => {
                  if (problem !== null) store.say(problem, "bad");
                })}
            >
              Make {shown} this strategy’s market
            </TextButton>
          )}
        </>
      )}
    />
  );
}

/** Years up to the newest candle, or days of one's own. */
function PeriodField({ onChange }: FieldProps) {
  const { live } = useEditor();
  const { period } = live.settings.value;
  const isOwn = typeof period === "object";
  const range = live.range.value;
  return (
    <FieldGroup label="Period">
      {({ labelId }) => (
        <>
          <RadioSegments
            labelledBy={labelId}
            options={[
              ...PRESETS.map((preset) => ({
                value: preset.id,
                label: preset.label,
                disabled: presetRange(preset.id, live.market.value.span, Date.now()) === null,
              })),
              { value: "custom", label: "Custom" },
            ]}
            value={isOwn ? "custom" : period}
            onChange={(chosen) => onChange({ period: chosen === "custom" ? { ...range } : chosen })}
          />
          {isOwn && <Days range={period} onChange={onChange} />}
        </>
      )}
    </FieldGroup>
  );
}

/** First and last day, taken as soon as they are in order. */
function Days({ range, onChange }: FieldProps & { readonly range: DayRange }) {
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
    if (days) onChange({ period: days });
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
