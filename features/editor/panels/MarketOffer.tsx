/** After work of the first page was saved: it still runs on synthetic candles, and real ones are one step away. */
import { useEditor } from "../session/context.ts";
import { Notice } from "../parts/Notice.tsx";

export function MarketOffer() {
  const { ui, strategy, markets } = useEditor();
  const { asset } = strategy.value;
  const isSynthetic = markets.some((market) => market.asset === asset && market.synthetic);
  if (!ui.marketOffer.value || !isSynthetic) return null;
  const leave = () => {
    ui.marketOffer.value = false;
  };
  return (
    <Notice icon="info" tone="plain">
      <p>
        Saved. It still runs on synthetic prices ({asset}), with the period and costs you saw.
        Choose a real market to test it on.
      </p>
      <button
        type="button"
        class="ed-button"
        data-tone="accent"
        onClick={() => {
          ui.marketMenu.value = true;
        }}
      >
        Choose a market
      </button>
      <button type="button" class="ed-button" onClick={leave}>Keep {asset}</button>
    </Notice>
  );
}
