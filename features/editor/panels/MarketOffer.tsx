/** After work of the first page was saved: it still runs on synthetic candles, and real ones are one step away. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { Notice } from "../../../ui/Notice.tsx";

export function MarketOffer() {
  const { ui, strategy, markets } = useEditor();
  const { asset } = strategy.value;
  const isSynthetic = markets.some((market) => market.asset === asset && market.synthetic);
  if (!ui.marketOffer.value || !isSynthetic) return null;
  const leave = () => {
    ui.marketOffer.value = false;
  };
  return (
    <Notice bar role="status">
      <p>
        Saved. It still runs on synthetic prices ({asset}), with the period and costs you saw.
        Choose a real market to test it on.
      </p>
      <Button
        variant="primary"
        size="compact"
        onClick={() => {
          ui.marketMenu.value = true;
        }}
      >
        Choose a market
      </Button>
      <Button size="compact" onClick={leave}>Keep {asset}</Button>
    </Notice>
  );
}
