import { Dialog } from "../../../ui/Dialog.tsx";
import { RUN_KEYS } from "./run_keys.ts";
import styles from "./RunActions.module.css.ts";

/** Keys that work while the charts have focus; they are told where they are, too. */
const CHART_KEYS = [
  { keys: ["←", "→"], label: "Previous and next candle" },
  { keys: ["[", "]"], label: "Previous and next entry or exit" },
  { keys: ["+", "−"], label: "Zoom in and out" },
  { keys: ["0"], label: "Reset zoom" },
] as const;

export function RunKeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts">
      <dl class={styles.keys}>
        {RUN_KEYS.map(({ key, label }) => (
          <Line key={key} keys={[key.toUpperCase()]} label={label} />
        ))}
        {CHART_KEYS.map(({ keys, label }) => (
          <Line key={label} keys={keys} label={`Chart: ${label.toLowerCase()}`} />
        ))}
      </dl>
    </Dialog>
  );
}

function Line({ keys, label }: { readonly keys: readonly string[]; readonly label: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
    </div>
  );
}
