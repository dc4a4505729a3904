/** What the forms below the chips of the bar are given. */
export type FormName = "market" | "period" | "costs";

export interface ContextFormProps {
  /** The strategy has a track record that goes on. */
  readonly tracked: boolean;
  /** Called when the choice is made. */
  readonly onDone: () => void;
}
