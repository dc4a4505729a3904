/** Runs a backtest with what the bar says, with one click; beside it, other ways to run. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { keysOf } from "../session/keyboard.ts";
import { ToolMenu } from "./ToolMenu.tsx";
import styles from "./RunButton.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

export function RunButton() {
  const { store, run, strategy, ui } = useEditor();
  const isStarting = ui.starting.value;
  const off = store.readOnly.value;
  return (
    <div class={styles.run}>
      <Button
        variant="primary"
        size="compact"
        class={styles.start}
        aria-label="Run backtest"
        title={`Run with the market, period and costs of this bar (${keysOf("run")})`}
        busy={isStarting}
        disabled={off}
        onClick={() => run("run")}
      >
        <span class={toolbarStyles.roomy}>
          <Icon name="play" size={16} />
        </span>
        <span class={toolbarStyles.roomy}>{isStarting ? "Starting…" : "Run backtest"}</span>
        <span class={toolbarStyles.tight}>{isStarting ? "Starting…" : "Run"}</span>
      </Button>
      <ToolMenu
        label="Other ways to run"
        opener={(opener) => (
          <Button
            {...opener}
            variant="primary"
            size="compact"
            class={styles.more}
            icon="chevron-down"
            iconSize={14}
            aria-label="Other ways to run"
            title="Other settings, earlier backtests"
            disabled={isStarting}
          />
        )}
      >
        {(close) => (
          <>
            <button
              type="button"
              disabled={off}
              onClick={() => {
                close(true);
                run("run_with");
              }}
            >
              Run with other settings…
              <i>{keysOf("run_with")}</i>
            </button>
            <a href={`/strategies/${strategy.value.id}/runs`}>Backtests of this strategy</a>
          </>
        )}
      </ToolMenu>
    </div>
  );
}
