/** What the strategy is tested with: market, period, costs. One setting for the live result and for every backtest. */
import type { ComponentChildren } from "preact";
import { type Signal, useSignal } from "@preact/signals";
import { date } from "../../../text/format.ts";
import { definitionOf } from "../../../text/glossary.ts";
import {
  capitalWords,
  costWords,
  endWords,
  periodWords,
} from "../../../studio/run/context_words.ts";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import type { FormName } from "./context_form.ts";
import { LaterForm, loadForms } from "./later_forms.tsx";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import styles from "./ContextChips.module.css.ts";

/** @param tracked whether it has a track record that goes on */
export function ContextChips({ tracked = false }: { readonly tracked?: boolean }) {
  return (
    <div class={styles.chips} role="group" aria-label="Tested with" data-part="context">
      <MarketChip tracked={tracked} />
      <PeriodChip />
      <CostsChip />
    </div>
  );
}

function MarketChip({ tracked }: { readonly tracked: boolean }) {
  const { strategy, live, api, ui } = useEditor();
  const { asset, timeframe, import: own } = strategy.value;
  const words = (
    <>
      {asset} · {timeframe}{" "}
      {own && (
        <span class={styles.synthetic} title={`Candles that you imported as ${own}`}>yours</span>
      )}
      {live.market.value.synthetic && (
        <span class={styles.synthetic} title={definitionOf("synthetic")}>synthetic</span>
      )}
    </>
  );
  if (!api.move) return <span class={styles.still}>{words}</span>;
  return (
    <Chip
      open={ui.marketMenu}
      form="market"
      name="Market"
      title="Change the market"
      tracked={tracked}
    >
      {words}
    </Chip>
  );
}

function PeriodChip() {
  const { live } = useEditor();
  const open = useSignal(false);
  const { period } = live.settings.value;
  const { from, to } = live.range.value;
  const name = periodWords(period);
  const end = endWords(period, live.market.value.span);
  const days = `${date(from)} – ${date(to)}`;
  return (
    <Chip
      open={open}
      form="period"
      name="Period"
      title={`${days}, ${end}`}
    >
      {name} <span class={cx(styles.end, typeof period === "object" && styles.beside)}>{end}</span>
    </Chip>
  );
}

function CostsChip() {
  const { live } = useEditor();
  const open = useSignal(false);
  const { feePercent, slippagePercent, capital } = live.settings.value;
  const costs = costWords(feePercent, slippagePercent);
  const money = capitalWords(capital);
  const [fee, slippage] = costs.split(" + ");
  return (
    <Chip
      open={open}
      form="costs"
      name="Costs and capital"
      title={`Fee per trade side ${fee}, slippage per fill ${slippage}, starting capital ${money} USDT`}
    >
      {costs} <span class={styles.capital}>· {money}</span>
    </Chip>
  );
}

function Chip(
  { open, form, name, title, tracked = false, children }: {
    readonly open: Signal<boolean>;
    readonly form: FormName;
    /** What is set by it, for who hears its words alone. */
    readonly name: string;
    readonly title: string;
    readonly tracked?: boolean;
    readonly children: ComponentChildren;
  },
) {
  return (
    <Popover
      open={open}
      align="start"
      class={styles.place}
      panelClass={cx(styles.panel, form === "market" && styles.list)}
      opener={(opener) => (
        <button
          {...opener}
          type="button"
          class={styles.chip}
          data-setting={form}
          title={title}
          onPointerEnter={() => {
            opener.onPointerEnter();
            loadForms();
          }}
          onClick={() => {
            open.value = !open.peek();
          }}
        >
          <span class={styles.words}>
            <span class={frameStyles.unseen}>{`${name}: `}</span>
            {children}
          </span>
          <Icon name="chevron-down" size={12} />
        </button>
      )}
    >
      {(close) => <LaterForm name={form} tracked={tracked} onDone={() => close(true)} />}
    </Popover>
  );
}
