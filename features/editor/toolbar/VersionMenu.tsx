/** The version history: open one to look at it, or compare it with the canvas. */
import { Button } from "../../../ui/Button.tsx";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { stepFocus } from "../../../ui/step_focus.ts";
import { ICON } from "../parts/icons.ts";
import type { VersionSummary } from "../../../studio/document/strategy_api.ts";
import { dayAndTime } from "../../../text/times.ts";
import { compareWithCanvas, openVersion } from "../session/other_versions.ts";
import { cx } from "../../../ui/cx.ts";
import frameStyles from "../styles/frame.module.css.ts";
import moreStyles from "./MoreTools.module.css.ts";
import styles from "./VersionMenu.module.css.ts";
import toolbarStyles from "./toolbar.module.css.ts";
import versionsStyles from "../styles/versions.module.css.ts";

type Loaded = { readonly list: readonly VersionSummary[] } | { readonly problem: string } | null;

export function VersionMenu() {
  const parts = useEditor();
  const { api, store, saving, ui } = parts;
  const open = useSignal(false);
  const loaded = useSignal<Loaded>(null);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    ui.focus.history = () => {
      const button = root.current?.querySelector<HTMLElement>("[aria-expanded]");
      button?.focus();
      // In a narrow bar it is behind another button.
      if (document.activeElement === button) return;
      document.querySelector<HTMLElement>('[data-part="more"]')?.focus();
    };
  }, []);

  const show = async () => {
    open.value = true;
    loaded.value = null;
    const outcome = await api.versions();
    loaded.value = outcome.kind === "done" ? { list: outcome.value } : {
      problem: outcome.kind === "signed_out" ? "You are logged out." : outcome.message,
    };
    requestAnimationFrame(() => {
      const box = root.current;
      // Whoever has gone on while the list came keeps focus.
      if (!box?.contains(globalThis.document.activeElement)) return;
      box.querySelector<HTMLElement>('[data-part="menu"] button')?.focus();
    });
  };
  const current = saving.saved.value?.versionNumber;
  const shown = store.viewing.value?.versionNumber ?? (saving.dirty.value ? null : current);
  return (
    <div ref={root} class={styles.versions}>
      <Popover
        open={open}
        panelClass={toolbarStyles.menu}
        part="menu"
        label="Versions"
        onKeyDown={(event) => stepFocus(event, () => linesOf(root.current))}
        opener={(opener) => (
          <Button
            {...opener}
            size="compact"
            disabled={current === undefined}
            aria-label="History"
            title="Versions of this strategy"
            onClick={() => {
              if (open.peek()) open.value = false;
              else void show();
            }}
          >
            <Icon name="history" size={16} />
            <span class={moreStyles.words}>History</span>
            <Icon name="chevron-down" size={14} />
          </Button>
        )}
      >
        {(close) => (
          <>
            {loaded.value === null && <p class={styles.skeletonLines} aria-label="Loading" />}
            {loaded.value && "problem" in loaded.value && (
              <p class={cx(frameStyles.quiet, frameStyles.pad)}>{loaded.value.problem}</p>
            )}
            {loaded.value && "list" in loaded.value &&
              loaded.value.list.map((version) => (
                <VersionLine
                  key={version.versionNumber}
                  version={version}
                  isShown={version.versionNumber === shown}
                  isNewest={version.versionNumber === current}
                  onOpen={() => {
                    close(true);
                    void openVersion(parts, version.versionNumber);
                  }}
                  onCompare={() => {
                    close(true);
                    void compareWithCanvas(parts, version.versionNumber);
                  }}
                />
              ))}
          </>
        )}
      </Popover>
    </div>
  );
}

function VersionLine(
  { version, isShown, isNewest, onOpen, onCompare }: {
    version: VersionSummary;
    isShown: boolean;
    isNewest: boolean;
    onOpen: () => void;
    onCompare: () => void;
  },
) {
  const { saving, user } = useEditor();
  const { versionNumber, createdAt, note } = version;
  // The version that is on the canvas can only be compared with what came before it.
  const isOnCanvas = isNewest && !saving.dirty.value;
  const other = isOnCanvas ? `version ${versionNumber - 1}` : "your canvas";
  return (
    <div class={styles.version} data-part="version">
      <button
        type="button"
        class={styles.open}
        data-part="version-open"
        aria-current={isShown}
        title={new Date(createdAt).toISOString()}
        onClick={onOpen}
      >
        <span class={styles.line}>
          <span>
            <b>v{versionNumber}</b> – {dayAndTime(createdAt, user.timezone ?? null)}
          </span>
          {isNewest && <i>newest</i>}
        </span>
        {note && <span class={versionsStyles.note}>{note}</span>}
      </button>
      {!(isOnCanvas && versionNumber === 1) && (
        <Button
          variant="ghost"
          size="compact"
          icon={ICON.compare}
          aria-label={`Compare version ${versionNumber} with ${other}`}
          title={`Compare with ${other}`}
          onClick={onCompare}
        />
      )}
    </div>
  );
}

/** The versions, each by its first button; the one beside it is a Tab away. */
function linesOf(root: HTMLElement | null): HTMLElement[] {
  return [...root?.querySelectorAll<HTMLElement>('[data-part="version-open"]') ?? []];
}
