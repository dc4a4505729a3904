/** The version history: open one to look at it, or compare it with the canvas. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { Icon } from "../../../components/pictures/block_icons.tsx";
import type { VersionSummary } from "../../../studio/document/strategy_api.ts";
import { dayAndTime } from "../../../text/times.ts";
import { compareWithCanvas, openVersion } from "../session/other_versions.ts";
import { usePopover } from "../parts/use_popover.ts";

type Loaded = { readonly list: readonly VersionSummary[] } | { readonly problem: string } | null;

export function VersionMenu() {
  const parts = useEditor();
  const { api, store, saving, ui } = parts;
  const open = useSignal(false);
  const loaded = useSignal<Loaded>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { root, close } = usePopover(open);
  useLayoutEffect(() => {
    ui.focus.history = () => button.current?.focus();
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
      box.querySelector<HTMLElement>(".ed-menu button")?.focus();
    });
  };
  const current = saving.saved.value?.versionNumber;
  const shown = store.viewing.value?.versionNumber ?? (saving.dirty.value ? null : current);
  return (
    <div
      class="ed-versions"
      ref={root}
      onKeyDown={(event: KeyboardEvent) => {
        if (!open.value) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          close(true);
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          step(root.current, event.key === "ArrowDown" ? 1 : -1);
        }
      }}
    >
      <button
        ref={button}
        type="button"
        class="ed-button"
        data-opens="popover"
        aria-label="History"
        aria-expanded={open.value}
        disabled={current === undefined}
        title="Versions of this strategy"
        onClick={() => open.value ? close(false) : void show()}
      >
        <Icon name="history" size={16} />
        <span class="ed-wide-only">History</span>
        <span class="ed-roomy">
          <Icon name="down" size={14} />
        </span>
      </button>
      {open.value && (
        <div class="ed-popover ed-menu" role="group" aria-label="Versions">
          {loaded.value === null && <p class="ed-skeleton-lines" aria-label="Loading" />}
          {loaded.value && "problem" in loaded.value && (
            <p class="ed-quiet ed-pad">{loaded.value.problem}</p>
          )}
          {loaded.value && "list" in loaded.value && loaded.value.list.map((version) => (
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
        </div>
      )}
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
    <div class="ed-version" data-part="version">
      <button
        type="button"
        class="ed-version-open"
        aria-current={isShown}
        title={new Date(createdAt).toISOString()}
        onClick={onOpen}
      >
        <span class="ed-version-line">
          <span>
            <b>v{versionNumber}</b> – {dayAndTime(createdAt, user.timezone ?? null)}
          </span>
          {isNewest && <i>newest</i>}
        </span>
        {note && <span class="ed-version-note">{note}</span>}
      </button>
      {!(isOnCanvas && versionNumber === 1) && (
        <button
          type="button"
          class="ed-tool"
          aria-label={`Compare version ${versionNumber} with ${other}`}
          title={`Compare with ${other}`}
          onClick={onCompare}
        >
          <Icon name="compare" size={16} />
        </button>
      )}
    </div>
  );
}

/** Moves focus up or down the versions; the buttons beside them are a Tab away. */
function step(root: HTMLElement | null, by: 1 | -1): void {
  const lines = [...root?.querySelectorAll<HTMLElement>(".ed-version") ?? []];
  const at = lines.findIndex((line) => line.contains(globalThis.document.activeElement));
  const next = lines[(at + by + lines.length) % lines.length];
  next?.querySelector<HTMLElement>("button")?.focus();
}
