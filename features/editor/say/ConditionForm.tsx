/** A condition in words, to be joined to when a strategy buys or sells. */
import { useMemo } from "preact/hooks";
import { BuildButton } from "../../../components/say/BuildButton.tsx";
import { SayBox } from "../../../components/say/SayBox.tsx";
import type { Clause, Join } from "../../../studio/say/add_condition.ts";
import { SayField } from "../../../studio/say/say_field.ts";
import { useEditor } from "../session/context.ts";
import { addSaid } from "./add_said.ts";
import { loadSay, sayModule } from "./say_module.ts";
import styles from "./ConditionForm.module.css.ts";

export function ConditionForm(
  { clause, join, label, onDone }: {
    clause: Clause;
    join: Join;
    /** What is asked for: "Buy when … and". */
    label: string;
    onDone: () => void;
  },
) {
  const parts = useEditor();
  const field = useMemo(() => new SayField("condition"), []);
  const add = () => {
    const say = sayModule.peek();
    const reading = field.reading.peek();
    if (!say || reading.kind !== "condition") return;
    if (addSaid(parts, say, reading.condition, { clause, join })) onDone();
  };
  return (
    <div class={styles.form}>
      <SayBox
        field={field}
        label={label}
        placeholder="RSI is below 30"
        load={loadSay}
        takesFocus
        maxLength={2_000}
        onSubmit={add}
      />
      <BuildButton field={field} label="Add condition" onBuild={add} />
    </div>
  );
}
