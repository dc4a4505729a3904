/** What a block shows at the candle that is looked at. */
import { useComputed } from "@preact/signals";
import { useEditor } from "../session/context.ts";
import { shortNumber } from "../../../studio/live/condition_readings.ts";

/** The value of an output. */
export function PortValue({ blockId, port }: { blockId: string; port: string }) {
  const { live } = useEditor();
  const value = useComputed(() => live.explanation.value?.values[`${blockId}.${port}`]).value;
  if (value === undefined) return null;
  if (value === null) {
    return (
      <span class="live-chip" data-part="port-value" title="Not known yet at this candle">–</span>
    );
  }
  if (typeof value === "number") {
    return <span class="live-chip" data-part="port-value">{shortNumber(value)}</span>;
  }
  return (
    <span class="live-chip" data-part="port-value" data-on={value}>
      {value ? "✓ true" : "✗ false"}
    </span>
  );
}
