import type { Follow } from "../../contracts/desk.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { nameOf } from "./desk_view.ts";

/** Asks before a follow ends for good. */
export function StopFollow(
  { follow, onClose, onStop }: {
    /** The follow to stop, `null` while none is. */
    readonly follow: Follow | null;
    readonly onClose: () => void;
    readonly onStop: (follow: Follow) => Promise<void>;
  },
) {
  return (
    <Dialog
      open={follow !== null}
      onClose={onClose}
      title="Stop following?"
      footer={
        <>
          <Button onClick={onClose}>Keep following</Button>
          <Button variant="danger" onClick={() => follow && void onStop(follow)}>
            Stop for good
          </Button>
        </>
      }
    >
      {follow && (
        <p>
          {nameOf(follow)} on {follow.asset} {follow.timeframe}{" "}
          is not followed any further. Open orders are canceled
          {follow.position ? ", and the open position stays as it was at the last close" : ""}.
          Everything that it did stays here.
        </p>
      )}
    </Dialog>
  );
}
