/** What is edited: the strategy's name, its market, and whether its candles are invented. */
import { definitionOf } from "../../../text/glossary.ts";
import { useEditor } from "../session/context.ts";
import { MarketMenu } from "./MarketMenu.tsx";
import { NameField } from "./NameField.tsx";
import frameStyles from "../styles/frame.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

/** @param tracked whether it has a track record that goes on */
export function StrategyTitle({ tracked = false }: { readonly tracked?: boolean }) {
  const { strategy, markets, api } = useEditor();
  const { name, asset, timeframe } = strategy.value;
  const synthetic = markets.some((market) => market.asset === asset && market.synthetic);
  return (
    <>
      <h1 class={frameStyles.unseen}>{name}</h1>
      <div class={frameStyles.title}>
        <NameField />
        {api.move
          ? <MarketMenu tracked={tracked} />
          : <span class={toolbarStyles.market}>{asset} · {timeframe}</span>}
        {synthetic && (
          <span
            class={toolbarStyles.market}
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
