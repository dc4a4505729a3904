/** The version history: open one to look at it. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { useEditor } from "../context.ts";
import { Icon } from "../icons.tsx";
import { dayAndTime } from "../times.ts";
import type { VersionSummary } from "../model/strategy_api.ts";

type Loaded = { readonly list: readonly VersionSummary[] } | { readonly problem: string } | null;

export function VersionMenu() {
  const { api, store, saving, ui, user } = useEditor();
  const open = useSignal(false);
  const loaded = useSignal<Loaded>(null);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = (giveFocusBack: boolean) => {
    open.value = false;
    if (giveFocusBack) button.current?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Element)) close(false);
    };
    globalThis.document.addEventListener("pointerdown", outside, true);
    return () => globalThis.document.removeEventListener("pointerdown", outside, true);
  }, [open.value]);

  const show = async () => {
    open.value = true;
    loaded.value = null;
    const outcome = await api.versions();
    loaded.value = outcome.kind === "done" ? { list: outcome.value } : {
      problem: outcome.kind === "signed_out" ? "You are signed out." : outcome.message,
    };
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>(".ed-menu button")?.focus()
    );
  };
  const look = async (versionNumber: number) => {
    close(true);
    if (versionNumber === saving.saved.peek()?.versionNumber && !saving.dirty.peek()) {
      store.viewing.value = null;
      return;
    }
    const outcome = await api.version(versionNumber);
    if (outcome.kind === "done") {
      store.select([]);
      store.viewing.value = outcome.value;
      requestAnimationFrame(() => ui.canvas.current?.fit());
    } else {
      store.say(
        outcome.kind === "signed_out" ? "You are signed out. Sign in to open it." : outcome.message,
        "bad",
      );
    }
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
          const items = [...root.current?.querySelectorAll<HTMLElement>(".ed-menu button") ?? []];
          const at = items.indexOf(globalThis.document.activeElement as HTMLElement);
          const step = event.key === "ArrowDown" ? 1 : -1;
          items[(at + step + items.length) % items.length]?.focus();
        }
      }}
    >
      <button
        ref={button}
        type="button"
        class="ed-button"
        aria-haspopup="true"
        aria-expanded={open.value}
        disabled={current === undefined}
        title="Versions of this strategy"
        onClick={() => open.value ? close(false) : void show()}
      >
        <Icon name="history" size={16} />
        <span class="ed-wide-only">History</span>
        <Icon name="down" size={14} />
      </button>
      {open.value && (
        <div class="ed-popover ed-menu" role="group" aria-label="Versions">
          {loaded.value === null && <p class="ed-skeleton-lines" aria-label="Loading" />}
          {loaded.value && "problem" in loaded.value && (
            <p class="ed-quiet ed-pad">{loaded.value.problem}</p>
          )}
          {loaded.value && "list" in loaded.value && loaded.value.list.map((version) => (
            <button
              key={version.versionNumber}
              type="button"
              aria-current={version.versionNumber === shown}
              title={new Date(version.createdAt).toISOString()}
              onClick={() => void look(version.versionNumber)}
            >
              <span class="ed-version-line">
                <b>v{version.versionNumber}</b> –{" "}
                {dayAndTime(version.createdAt, user.timezone ?? null)}
                {version.versionNumber === current && <i>newest</i>}
              </span>
              {version.note && <span class="ed-version-note">{version.note}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
