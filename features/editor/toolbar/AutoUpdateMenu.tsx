/** Running the strategy every day: the button that says whether it does, and what opens from it. */
import { Button } from "../../../ui/Button.tsx";
import { useLayoutEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { AutoUpdate } from "../../../contracts/schedules.ts";
import { AUTO_UPDATE_HASH } from "../../../text/auto_update_hash.ts";
import { later, useLater } from "../session/later.ts";
import type { EditorSchedule } from "../session/EditorSkeleton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { ICON } from "../parts/icons.ts";
import styles from "./AutoUpdateMenu.module.css.ts";
import moreStyles from "./MoreTools.module.css.ts";

const panel = later(() => import("./AutoUpdatePanel.tsx"));

export function AutoUpdateMenu({ begins, ...initial }: EditorSchedule) {
  const open = useSignal(false);
  const state = useSignal<Omit<EditorSchedule, "begins">>(initial);
  const toggle = () => {
    open.value = !open.peek();
  };
  const loaded = useLater(panel, open.value, () => {
    open.value = false;
  });

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
        loaded
          ? <loaded.AutoUpdatePanel begins={begins} state={state} />
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
