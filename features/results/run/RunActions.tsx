/** From a result to the next question: run it again, compare it, say something about it. */
import type { Run } from "../../../contracts/backtests.ts";
import { Badge } from "../../../ui/Badge.tsx";
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { Menu, MenuItem } from "../../../ui/Menu.tsx";
import styles from "./RunActions.module.css.ts";

/** What a dialog of the page asks. */
export type RunDialogKind = "period" | "costs" | "market" | "words" | "keys";

export interface RunActionsProps {
  readonly run: Run;
  /** Where it stands beside the result before it; `null` where there is none. */
  readonly compareHref: string | null;
  /** Off where the page says itself how to run again. */
  readonly canRunAgain: boolean;
  /** Why no backtest can be started now; `null` while one can. */
  readonly full: string | null;
  readonly busy: boolean;
  readonly onRerun: () => void;
  readonly onOpen: (dialog: RunDialogKind) => void;
}

const COMPARE = "Compare with the one before";
export const RUN_AGAIN_MENU = "run-again";

export function RunActions(props: RunActionsProps) {
  const { run, compareHref, canRunAgain, full, busy, onRerun, onOpen } = props;
  const { note, tags } = run;
  const words = (
    <span>
      Compare <span class={styles.roomy}>with the one before</span>
    </span>
  );
  const hasWords = note !== null || tags.length > 0;
  return (
    <div class={styles.bar} data-part="run-actions">
      {canRunAgain && (
        <Menu
          id={RUN_AGAIN_MENU}
          label="Ways to run it again"
          text="Run again"
          icon="refresh"
          busy={busy}
        >
          <MenuItem icon="refresh" blocked={full} onSelect={onRerun}>With the latest data</MenuItem>
          <MenuItem icon="calendar" blocked={full} onSelect={() => onOpen("period")}>
            On another period…
          </MenuItem>
          <MenuItem icon="pencil" blocked={full} onSelect={() => onOpen("costs")}>
            With other costs…
          </MenuItem>
          <MenuItem icon="curve" blocked={full} onSelect={() => onOpen("market")}>
            On another market…
          </MenuItem>
        </Menu>
      )}
      {canRunAgain && (compareHref && run.status === "completed"
        ? <ButtonLink icon="bars" href={compareHref} aria-label={COMPARE}>{words}</ButtonLink>
        : (
          <Button
            icon="bars"
            disabled
            aria-label={COMPARE}
            title={compareHref === null
              ? "There is no earlier result of this strategy."
              : "There is no result yet."}
          >
            {words}
          </Button>
        ))}
      {run.status === "completed" && (
        <ButtonLink
          icon="play"
          href={`/desk?strategy=${run.strategy_id}&version=${run.version_number}`}
        >
          Follow
        </ButtonLink>
      )}
      <div class={styles.words} data-part="run-words">
        {tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}
        {note !== null && <span class={styles.note} title={note}>{note}</span>}
        <Button
          variant="ghost"
          size="sm"
          icon="pencil"
          aria-label={hasWords ? "Edit note and tags" : undefined}
          onClick={() => onOpen("words")}
        >
          {hasWords ? undefined : "Add a note or tags"}
        </Button>
        <Button
          variant="ghost"
          size="sm"
          icon="info"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => onOpen("keys")}
        />
      </div>
    </div>
  );
}
