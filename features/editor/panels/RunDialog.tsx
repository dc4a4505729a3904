/** Running a backtest: what is on the canvas is saved as a version first, then that version is run. */
import { isSameMarket, marketKey } from "../../../contracts/market_names.ts";
import { Button } from "../../../ui/Button.tsx";
import type { StrategyContext } from "../../../contracts/strategy_context.ts";
import { useEffect } from "preact/hooks";
import { type Signal, signal } from "@preact/signals";
import type { Fault } from "../../../engine/mod.ts";
import type { RunForm as RunFormComponent } from "../../../components/run_form/RunForm.tsx";
import { spanOf } from "../../../studio/run/run_range.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { type EditorParts, useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { showFault } from "../session/keyboard.ts";
import { contextOf, withContext } from "../../../studio/live/live_context.ts";
import { quickFix } from "../../../studio/editing/quick_fixes.ts";
import { USUAL_COSTS } from "../../../studio/document/usual_costs.ts";
import panelsStyles from "./panels.module.css.ts";
import styles from "./RunDialog.module.css.ts";

/** The form, once the dialog has been opened: the editor itself loads without it. */
const form: Signal<typeof RunFormComponent | null> = signal(null);
const isOutOfReach = signal(false);

async function loadForm(): Promise<void> {
  if (form.peek()) return;
  isOutOfReach.value = false;
  try {
    const { RunForm } = await import("../../../components/run_form/RunForm.tsx");
    form.value = RunForm;
  } catch {
    isOutOfReach.value = true;
  }
}

export function RunDialog() {
  const parts = useEditor();
  const { store, ui } = parts;
  const close = () => {
    ui.dialog.value = null;
  };
  const { faults } = store.check.value;
  const isOpen = ui.dialog.value === "run";
  useEffect(() => {
    if (isOpen) void loadForm();
  }, [isOpen]);
  return (
    <Dialog open={isOpen} title="Run backtest" onClose={close}>
      {faults.length > 0
        ? (
          <div class={panelsStyles.runFaults}>
            <p>
              {faults.length === 1
                ? "Fix this before you run it:"
                : `Fix these ${faults.length} things before you run it:`}
            </p>
            <ul>
              {faults.map((fault) => (
                <li key={`${fault.block_id} ${fault.port} ${fault.param} ${fault.code}`}>
                  <Icon name="warning" size={16} />
                  {fault.message}
                </li>
              ))}
            </ul>
            <FirstStep
              parts={parts}
              faults={faults}
              onDone={close}
            />
          </div>
        )
        : isOutOfReach.value
        ? (
          <div class={panelsStyles.runFaults}>
            <p>The server cannot be reached. Check your connection and try again.</p>
            <Button
              variant="primary"
              size="compact"
              onClick={() => void loadForm()}
            >
              Try again
            </Button>
          </div>
        )
        : form.value
        ? <Form RunForm={form.value} parts={parts} onGiveUp={close} />
        : <FormSkeleton />}
    </Dialog>
  );
}

/** The way out of the faults: of a single one its remedy, where there is one; else to where the first is. */
function FirstStep(
  { parts, faults, onDone }: {
    parts: EditorParts;
    faults: readonly Fault[];
    onDone: () => void;
  },
) {
  const [first, another] = faults;
  const fix = first && !another ? quickFix(first, parts.store) : null;
  const act = () => {
    onDone();
    // The dialog returns focus when it has closed; then the block can take it.
    setTimeout(() => {
      if (!fix) return void showFault(parts, 0);
      const shown = fix.apply(parts.store);
      if (shown !== null) parts.ui.canvas.current?.reveal(shown);
    });
  };
  return (
    <Button variant="primary" size="compact" onClick={act}>
      {fix?.label ?? (another ? "Show the first" : "Show it")}
    </Button>
  );
}

/** The place of the form until it is loaded. */
function FormSkeleton() {
  return (
    <div class={styles.skeleton} role="status" aria-label="Loading the form">
      {Array.from({ length: 6 }, (_, row) => <Skeleton key={row} />)}
    </div>
  );
}

function Form(
  { RunForm, parts, onGiveUp }: {
    RunForm: typeof RunFormComponent;
    parts: EditorParts;
    onGiveUp: () => void;
  },
) {
  const { saving, strategy, markets, user, live, keeper } = parts;
  const { id, asset, timeframe, import: own = null } = strategy.value;
  const market = markets.find((known) => isSameMarket(known, { asset, import: own }));
  const next = saving.nextVersion.value;
  return (
    <>
      {(saving.dirty.value || saving.saved.value === null) && (
        <p class={styles.note}>Your changes are saved as version {next} first.</p>
      )}
      <RunForm
        // Of another market other days are stored: the form begins anew, with what was set.
        key={`${marketKey({ asset, import: own })} ${timeframe}`}
        strategyId={id}
        asset={asset}
        timeframe={timeframe}
        importName={own}
        venue={market?.venue ?? ""}
        span={spanOf(market?.timeframes.find((series) => series.timeframe === timeframe))}
        defaults={{
          fee_percent: user.default_fee_percent ?? USUAL_COSTS.fee_percent,
          slippage_percent: user.default_slippage_percent ?? USUAL_COSTS.slippage_percent,
        }}
        context={contextOf(live.settings.value)}
        keeper={{
          note: (change) => {
            live.settings.value = withContext(live.settings.peek(), change as StrategyContext);
          },
          flush: () => keeper.flush(),
        }}
        nowMs={Date.now()}
        prepare={async () => {
          const version = await saving.save();
          // Why it was not saved stands in a notice, behind this dialog.
          if (version === null) onGiveUp();
          return version;
        }}
      />
    </>
  );
}
