import { Dialog } from "../../../ui/Dialog.tsx";
import { CHART_KEYS } from "../../../studio/chart/chart_keys.ts";
import { RUN_KEYS } from "./run_keys.ts";
import styles from "./RunActions.module.css.ts";

export function RunKeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts">
      <dl class={styles.keys}>
        {RUN_KEYS.map(({ key, label }) => (
          <Line key={key} keys={[key.toUpperCase()]} label={label} />
        ))}
      </dl>
      <h3 class={styles.keysHead}>On the chart</h3>
      <dl class={styles.keys}>
        {CHART_KEYS.map(({ keys, label }) => <Line key={label} keys={keys} label={label} />)}
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
