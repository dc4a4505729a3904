/** What is edited: the strategy's name, its market, and whether its candles are invented. */
import { definitionOf } from "../../../text/glossary.ts";
import { useEditor } from "../session/context.ts";
import { MarketMenu } from "./MarketMenu.tsx";
import { NameField } from "./NameField.tsx";

/** @param tracked whether it has a track record that goes on */
export function StrategyTitle({ tracked = false }: { readonly tracked?: boolean }) {
  const { strategy, markets, api } = useEditor();
  const { name, asset, timeframe } = strategy.value;
  const synthetic = markets.some((market) => market.asset === asset && market.synthetic);
  return (
    <>
      <h1 class="ed-unseen">{name}</h1>
      <div class="ed-title">
        <NameField />
        {api.move
          ? <MarketMenu tracked={tracked} />
          : <span class="ed-market">{asset} · {timeframe}</span>}
        {synthetic && (
          <span
            class="ed-market"
            data-tone="caution"
            title={definitionOf("synthetic")}
          >
            synthetic
          </span>
        )}
      </div>
    </>
  );
}
