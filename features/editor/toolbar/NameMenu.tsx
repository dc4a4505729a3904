/** Below the strategy's name: where it can be renamed, and what belongs to it. */
import { Button } from "../../../ui/Button.tsx";
import { useEditor } from "../session/context.ts";
import { ToolMenu } from "./ToolMenu.tsx";
import { NAME_ID } from "./NameField.tsx";
import styles from "./NameField.module.css.ts";

export function NameMenu() {
  const { strategy } = useEditor();
  const { id } = strategy.value;
  const rename = () => {
    const field = document.getElementById(NAME_ID) as HTMLInputElement | null;
    field?.focus();
    field?.select();
  };
  return (
    <ToolMenu
      label="This strategy"
      align="start"
      opener={(opener) => (
        <Button
          {...opener}
          variant="ghost"
          size="compact"
          class={styles.more}
          icon="chevron-down"
          iconSize={14}
          aria-label="This strategy"
          title="Rename it, or see its backtests"
        />
      )}
    >
      {(close) => (
        <>
          <button
            type="button"
            onClick={() => {
              close(false);
              rename();
            }}
          >
            Rename
          </button>
          <a href={`/strategies/${id}/runs`}>Backtests</a>
          <a href="/strategies">All strategies</a>
        </>
      )}
    </ToolMenu>
  );
}
