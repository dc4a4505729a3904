/** What the live result assumes: the days, the money, the costs. */
import { useId } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CAPITAL_RULE, COST_RULE } from "../../../contracts/run_numbers.ts";
import { type NumberRule, readTypedNumber, typedValue } from "../../../contracts/typed_number.ts";
import { INTRABAR_MODES, type IntrabarMode } from "../../../engine/mod.ts";
import { presetRange, PRESETS } from "../../run/run_range.ts";
import { RulesLink } from "../../learn/RulesLink.tsx";
import { useEditor } from "../context.ts";
import { NumberMessage } from "../inspector/NumberMessage.tsx";
import type { LiveSettings } from "./live_session.ts";

const INTRABAR_WORDS: Readonly<Record<IntrabarMode, string>> = {
  stop_first: "Stop first (careful)",
  ohlc_path: "By the candle’s likely path",
  target_first: "Target first (hopeful)",
};

export function LiveSettingsForm() {
  const { live } = useEditor();
  const settings = live.settings.value;
  const change = (part: Partial<LiveSettings>) => {
    live.settings.value = { ...settings, ...part };
  };
  const id = useId();
  const { markets } = live.subject;
  const own = markets[0]!.asset;
  return (
    <div class="live-form">
      {markets.length > 1 && (
        <div class="ed-field">
          <label class="ed-label" for={`${id}-asset`}>Prices</label>
          <select
            id={`${id}-asset`}
            class="ed-select"
            value={settings.asset}
            onChange={(event) => change({ asset: event.currentTarget.value })}
          >
            {markets.map(({ asset, synthetic }) => (
              <option key={asset} value={asset}>
                {asset}
                {synthetic ? " (synthetic)" : ""}
                {asset === own ? ", the strategy’s own" : ""}
              </option>
            ))}
          </select>
          {settings.asset !== own && (
            <p class="ed-help">Here alone: backtests of this strategy stay with {own}.</p>
          )}
        </div>
      )}
      <div class="ed-field">
        <span class="ed-label" id={`${id}-days`}>Days</span>
        <div class="ed-segments" role="radiogroup" aria-labelledby={`${id}-days`}>
          {PRESETS.map((preset) => {
            const none = presetRange(preset.id, live.market.value.span, Date.now()) === null;
            return (
              <label key={preset.id} data-on={settings.preset === preset.id}>
                <input
                  type="radio"
                  name={`${id}-days`}
                  checked={settings.preset === preset.id}
                  disabled={none}
                  onChange={() => change({ preset: preset.id })}
                />
                {preset.label}
              </label>
            );
          })}
        </div>
      </div>
      <div class="live-amounts">
        <Amount
          label="Starting capital"
          rule={CAPITAL_RULE}
          value={settings.capital}
          onChange={(capital) => change({ capital })}
        />
        <Amount
          label="Fee a leg"
          rule={COST_RULE}
          value={settings.feePercent}
          onChange={(feePercent) => change({ feePercent })}
        />
        <Amount
          label="Slippage a fill"
          rule={COST_RULE}
          value={settings.slippagePercent}
          onChange={(slippagePercent) => change({ slippagePercent })}
        />
      </div>
      <div class="ed-field">
        <label class="ed-label" for={`${id}-intrabar`}>Stop and target in one candle</label>
        <select
          id={`${id}-intrabar`}
          class="ed-select"
          value={settings.intrabar}
          onChange={(event) => change({ intrabar: event.currentTarget.value as IntrabarMode })}
        >
          {INTRABAR_MODES.map((mode) => (
            <option key={mode} value={mode}>{INTRABAR_WORDS[mode]}</option>
          ))}
        </select>
      </div>
      <p class="ed-help">
        Computed in this browser, with the engine of the server. It never counts as a backtest.{" "}
        <RulesLink />
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
  const id = useId();
  const typed = useSignal<string | null>(null);
  const read = typed.value === null ? null : readTypedNumber(typed.value, rule);
  const problem = read?.kind === "refused" ? read.message : null;
  return (
    <div class="ed-field">
      <label class="ed-label" for={id}>{label}</label>
      <span class="ed-number-box" data-wrong={problem !== null}>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          value={typed.value ?? String(value)}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            const next = typedValue(readTypedNumber(event.currentTarget.value, rule));
            if (next !== undefined) onChange(next);
          }}
          onBlur={() => {
            // What cannot be taken stays as it is typed.
            if (problem === null) typed.value = null;
          }}
        />
        <span class="ed-unit">{rule.unit}</span>
      </span>
      <NumberMessage id={`${id}-problem`} problem={problem} read={read} />
    </div>
  );
}
