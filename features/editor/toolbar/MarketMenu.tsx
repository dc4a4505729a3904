/** The strategy's market, and the choice of another one. */
import { SelectField } from "../../../ui/Field.tsx";
import { FieldGroup } from "../../../ui/FieldGroup.tsx";
import { RadioSegments } from "../../../ui/FormSegments.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { changeMarket, marketName, storedCandles } from "../session/market.ts";
import { cx } from "../../../ui/cx.ts";
import fieldStyles from "../../../ui/Field.module.css.ts";
import fieldsStyles from "../styles/fields.module.css.ts";
import styles from "./MarketMenu.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

/** @param tracked whether it has a track record that goes on */
export function MarketMenu({ tracked }: { readonly tracked: boolean }) {
  const { strategy, ui } = useEditor();
  const { asset, timeframe } = strategy.value;
  const open = ui.marketMenu;
  return (
    <Popover
      open={open}
      align="start"
      class={styles.menu}
      panelClass={styles.form}
      opener={(opener) => (
        <button
          {...opener}
          type="button"
          class={cx(toolbarStyles.market, styles.button)}
          aria-label={`Market: ${asset} ${timeframe}. Change it`}
          title="Change the market"
          onClick={() => {
            open.value = !open.peek();
          }}
        >
          {asset} · {timeframe}
          <Icon name="chevron-down" size={12} />
        </button>
      )}
    >
      {(close) => <Choice tracked={tracked} onDone={() => close(true)} />}
    </Popover>
  );
}

function Choice(
  { tracked, onDone }: { readonly tracked: boolean; readonly onDone: () => void },
) {
  const parts = useEditor();
  const { strategy, markets, live } = parts;
  const before = strategy.value;
  // A market that is looked at already is the one that is likely meant.
  const asset = useSignal(live.settings.peek().previewAsset ?? before.asset);
  const timeframe = useSignal(before.timeframe);
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const first = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const market = markets.find((known) => known.asset === asset.value);
  const isSame = asset.value === before.asset && timeframe.value === before.timeframe;
  const submit = async () => {
    if (isSame) return onDone();
    busy.value = true;
    problem.value = await changeMarket(parts, asset.peek(), timeframe.peek());
    busy.value = false;
    if (problem.peek() === null) onDone();
  };
  return (
    <form
      class={toolbarStyles.boxForm}
      aria-label="Market"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (!busy.peek()) void submit();
      }}
    >
      <SelectField
        label="Market"
        size="compact"
        ref={first}
        value={asset.value}
        options={markets.map((known) => ({ value: known.asset, label: marketName(known) }))}
        onChange={(event) => {
          asset.value = event.currentTarget.value;
        }}
      />
      <FieldGroup label="Timeframe" hint={storedCandles(market, timeframe.value)}>
        {({ labelId }) => (
          <RadioSegments
            labelledBy={labelId}
            options={(market?.timeframes ?? []).map((series) => ({
              value: series.timeframe,
              label: series.timeframe,
            }))}
            value={timeframe.value}
            onChange={(chosen) => {
              timeframe.value = chosen;
            }}
          />
        )}
      </FieldGroup>
      <p class={fieldStyles.hint}>
        The live result and new backtests use this market. Earlier backtests keep theirs
        {tracked ? ", and so does the track record until it is restarted." : "."}
      </p>
      <p class={fieldsStyles.problem} role="alert">{problem.value}</p>
      <Button type="submit" variant="primary" size="compact" disabled={isSame || busy.value}>
        Change market
      </Button>
    </form>
  );
}
