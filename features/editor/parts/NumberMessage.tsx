/** What stands below a number: what is wrong with it, else how what was typed is read. */
import type { TypedNumber } from "../../../contracts/typed_number.ts";

export function NumberMessage(
  { id, problem, read }: {
    readonly id: string;
    readonly problem: string | null;
    /** What was typed; `null` when the field shows its value. */
    readonly read: TypedNumber | null;
  },
) {
  const remark = problem === null && read?.kind === "remarked" ? read.remark : null;
  return (
    <p
      id={id}
      class="ed-problem"
      data-part="problem"
      data-remark={remark === null ? undefined : ""}
      aria-live="polite"
    >
      {problem ?? remark}
    </p>
  );
}
