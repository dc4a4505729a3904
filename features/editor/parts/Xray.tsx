/** What a block shows at the candle that is looked at. */
import { useComputed } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { shortNumber } from "../../../studio/live/short_number.ts";
import styles from "./Xray.module.css.ts";

/** The value of an output. */
export function PortValue({ blockId, port }: { blockId: string; port: string }) {
  const { live } = useEditor();
  const value = useComputed(() => live.explanation.value?.values[`${blockId}.${port}`]).value;
  if (value === undefined) return null;
  const isNumber = typeof value === "number";
  return (
    <span
      class={styles.chip}
      data-part="port-value"
      data-on={isNumber || value === null ? undefined : value}
      title={value === null ? "Not known yet at this candle" : undefined}
    >
      {value === null ? "–" : isNumber ? shortNumber(value) : value ? "✓ true" : "✗ false"}
    </span>
  );
}
