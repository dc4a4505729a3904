/** The fee and the slippage that backtests start with, and what the two mean. */
import { percentPoints } from "../../text/format.ts";
import { NumberField } from "../../ui/Field.tsx";
import { Save, Section } from "./parts.tsx";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./Costs.module.css.ts";

export interface CostsProps {
  readonly values: Readonly<Record<"fee" | "slippage", string>>;
  readonly errors: Readonly<Partial<Record<"fee" | "slippage", string>>>;
  readonly saved: boolean;
  /** What is saved now, percent. */
  readonly feePercent: number;
  readonly slippagePercent: number;
}

export function Costs({ values, errors, saved, feePercent, slippagePercent }: CostsProps) {
  // Two sides of a trade; rounded, because 0.1 + 0.2 is 0.30000000000000004.
  const roundTrip = Number((2 * (feePercent + slippagePercent)).toFixed(6));
  return (
    <Section
      id="costs"
      lead="New backtests and the live result in the editor start with these values. You can change them in each one."
    >
      <form method="post" action="/settings/costs#costs" class={settingsStyles.form} noValidate>
        <div class={settingsStyles.pair}>
          <NumberField
            id="fee"
            name="fee"
            label="Fee per trade side"
            unit="%"
            value={values.fee}
            error={errors.fee}
            hint="What the exchange charges on every buy and every sell. Spot trading usually costs 0.1 % on Binance and 0.25 to 0.6 % on Coinbase or Kraken."
          />
          <NumberField
            id="slippage"
            name="slippage"
            label="Slippage per fill"
            unit="%"
            value={values.slippage}
            error={errors.slippage}
            hint="How much worse the fill is than the candle’s price. Usually 0.01 to 0.05 % for BTC and ETH, 0.1 % or more for small coins."
          />
        </div>
        <p class={styles.settingsNote}>
          One buy and one sell together cost about{" "}
          <b>{percentPoints(roundTrip)}</b>: the price has to rise by that much before a trade earns
          anything. Enter 0 to 5 % in each field. Leave a field empty to reset it to 0.1 % (fee) or
          0.05 % (slippage).
        </p>
        <Save saved={saved}>Save costs</Save>
      </form>
    </Section>
  );
}
