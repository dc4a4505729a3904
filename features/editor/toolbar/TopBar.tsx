/** The strategy's name, what is saved, history, save and run. */
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import type { EditorSchedule } from "../session/EditorSkeleton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { keysOf } from "../session/keyboard.ts";
import { timeOfDay } from "../../../text/times.ts";
import { AutoUpdateMenu } from "./AutoUpdateMenu.tsx";
import { FileMenu } from "./FileMenu.tsx";
import { SaveButton } from "./SaveButton.tsx";
import { StrategyTitle } from "./StrategyTitle.tsx";
import { VersionMenu } from "./VersionMenu.tsx";
import frameStyles from "../styles/frame.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";

export function TopBar({ schedule }: { readonly schedule?: EditorSchedule | undefined }) {
  const { store, run, strategy } = useEditor();
  const { id } = strategy.value;
  return (
    <div class={frameStyles.topbar}>
      <StrategyTitle tracked={schedule?.forward_record != null} />
      <SaveState />
      <div class={frameStyles.topbarActions}>
        <ButtonLink
          size="compact"
          href={`/strategies/${id}/runs`}
          title="Backtests of this strategy"
        >
          <Icon name="bars" size={16} />
          <span class={frameStyles.wideOnly}>Backtests</span>
        </ButtonLink>
        {schedule && <AutoUpdateMenu {...schedule} />}
        <FileMenu />
        <VersionMenu />
        <SaveButton />
        <Button
          variant="primary"
          size="compact"
          aria-label="Run backtest"
          title={keysOf("run")}
          disabled={store.readOnly.value}
          onClick={() => run("run")}
        >
          <Icon name="play" size={16} />
          <span class={toolbarStyles.roomy}>Run backtest</span>
          <span class={toolbarStyles.tight}>Run</span>
        </Button>
      </div>
    </div>
  );
}

function SaveState() {
  const { store, saving, user } = useEditor();
  const saved = saving.saved.value;
  if (store.readOnly.value) return null;
  if (saving.dirty.value) {
    const kept = saving.draftsWork.value;
    return (
      <span
        class={frameStyles.saveState}
        data-part="save-state"
        data-dirty="true"
        title={kept
          ? "Your changes are kept in this browser until you save a version."
          : "This browser does not let pages keep drafts: save before you leave."}
      >
        Unsaved changes
      </span>
    );
  }
  if (!saved) {
    return <span class={frameStyles.saveState} data-part="save-state">Nothing saved yet</span>;
  }
  return (
    <span
      class={frameStyles.saveState}
      data-part="save-state"
      title={new Date(saved.createdAt).toISOString()}
    >
      Saved {timeOfDay(saved.createdAt, user.timezone ?? null)}
    </span>
  );
}
