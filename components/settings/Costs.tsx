/** The fee and the slippage that backtests start with, and what the two mean. */
import { percentPoints } from "../format.ts";
import { NumberField } from "../ui/Field.tsx";
import { Save, Section } from "./parts.tsx";

export interface CostsProps {
  readonly values: Readonly<Record<"fee" | "slippage", string>>;
  readonly errors: Readonly<Partial<Record<"fee" | "slippage", string>>>;
  readonly saved: boolean;
  /** What is saved now, percent. */
  readonly feePercent: number;
  readonly slippagePercent: number;
}

export function Costs({ values, errors, saved, feePercent, slippagePercent }: CostsProps) {
  // Two sides of a trade; rounded, because 0.1 + 0.2 is no sight for people.
  const roundTrip = Number((2 * (feePercent + slippagePercent)).toFixed(6));
  return (
    <Section
      id="costs"
      lead="New backtests and the live result in the editor start with these. You can change them for each one."
    >
      <form method="post" action="/settings/costs#costs" class="settings-form" noValidate>
        <div class="settings-pair">
          <NumberField
            id="fee"
            name="fee"
            label="Fee per trade side"
            unit="%"
            value={values.fee}
            error={errors.fee}
            hint="What the exchange keeps of every purchase and every sale. Spot trading usually costs 0.1 % on Binance and 0.25 to 0.6 % on Coinbase or Kraken."
          />
          <NumberField
            id="slippage"
            name="slippage"
            label="Slippage"
            unit="%"
            value={values.slippage}
            error={errors.slippage}
            hint="How much worse than the candle’s price you trade. Usually 0.01 to 0.05 % for BTC and ETH, 0.1 % and more for small coins."
          />
        </div>
        <p class="settings-note">
          One purchase and one sale cost about{" "}
          <b>{percentPoints(roundTrip)}</b>: so far the price has to rise before a trade earns
          anything. Both fields take 0 to 5 %; an empty one goes back to 0.1 % and 0.05 %.
        </p>
        <Save saved={saved}>Save costs</Save>
      </form>
    </Section>
  );
}
