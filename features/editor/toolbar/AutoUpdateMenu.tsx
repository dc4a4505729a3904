/** Running the strategy every day: the button that says whether it does, and what opens from it. */
import { Button } from "../../../ui/Button.tsx";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { AutoUpdate } from "../../../contracts/schedules.ts";
import { AUTO_UPDATE_HASH } from "../../../text/auto_update_hash.ts";
import { useEditor } from "../session/context.ts";
import type { EditorSchedule } from "../session/EditorSkeleton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { ICON } from "../parts/icons.ts";
import styles from "./AutoUpdateMenu.module.css.ts";
import moreStyles from "./MoreTools.module.css.ts";

export function AutoUpdateMenu({ begins, ...initial }: EditorSchedule) {
  const { store } = useEditor();
  const open = useSignal(false);
  const state = useSignal<Omit<EditorSchedule, "begins">>(initial);
  const panel = useSignal<typeof import("./AutoUpdatePanel.tsx") | null>(null);
  const toggle = () => {
    open.value = !open.peek();
  };
  useEffect(() => {
    if (!open.value || panel.peek()) return;
    import("./AutoUpdatePanel.tsx").then((loaded) => {
      panel.value = loaded;
    }, () => {
      open.value = false;
      store.say("The server cannot be reached. Check your connection and try again.", "bad");
    });
  }, [open.value]);

  // A failed daily run leads here.
  useLayoutEffect(() => {
    if (location.hash === AUTO_UPDATE_HASH) toggle();
  }, []);

  const [tone, words] = stateOf(state.value.auto_update);
  return (
    <Popover
      open={open}
      panelClass={styles.box}
      label="Track record"
      opener={(opener) => (
        <Button
          {...opener}
          size="compact"
          data-auto={tone}
          aria-label={`Track record. Auto-update: ${words}`}
          title={`Track record. Auto-update: ${words}`}
          onClick={toggle}
        >
          <Icon name={ICON.daily} size={16} />
          <span class={moreStyles.roomy}>Track record</span>
        </Button>
      )}
    >
      {() =>
        panel.value
          ? <panel.value.AutoUpdatePanel begins={begins} state={state} />
          : <Skeleton class={styles.loading} />}
    </Popover>
  );
}

/** How the button shows it, and in words. */
function stateOf({ enabled, failing_reason, switched_off_reason }: AutoUpdate) {
  if (switched_off_reason !== null) return ["caution", "turned off"] as const;
  if (!enabled) return ["off", "off"] as const;
  return failing_reason === null ? ["on", "on"] as const : ["caution", "on, but failing"] as const;
}
