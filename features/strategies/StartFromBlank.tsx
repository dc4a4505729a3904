/** Straight to an empty canvas: one press, without a form to fill in. */
import { Button } from "../../ui/Button.tsx";

/**
 * Where a strategy without blocks is made, with a name and a market that can be changed in the editor. The form says which id
 * it gets, so that two presses make one.
 */
export const BLANK_PATH = "/strategies/blank";

export function StartFromBlank({ id = crypto.randomUUID(), full = false, whyId }: {
  /** That the strategy gets; a new one for every answer. */
  readonly id?: string;
  /** No strategy can be added. */
  readonly full?: boolean;
  /** The id of the words on the page that say why. */
  readonly whyId?: string;
}) {
  return (
    <form method="post" action={BLANK_PATH}>
      <input type="hidden" name="id" value={id} />
      <Button
        type="submit"
        icon="plus"
        disabled={full}
        aria-describedby={full ? whyId : undefined}
      >
        Start from blank
      </Button>
    </form>
  );
}
