/** In the list of strategies: what was built before there was an account, and was never saved to one. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { browserStorage } from "../../../components/storage/tab_session.ts";
import { GUEST_KEY, KEEP_PATH, TRY_PATH } from "../../../studio/guest/guest_key.ts";
import styles from "./GuestWorkNotice.module.css.ts";

export function GuestWorkNotice({ full }: {
  /** Why the account has no room for it; `null` when it has. */
  readonly full: string | null;
}) {
  /** The work as it is kept, as text: here it is only put away or put back. */
  const work = useSignal<string | null>(null);
  const discarded = useSignal(false);
  useEffect(() => {
    work.value = read();
  }, []);
  if (work.value === null) return null;
  const setDiscarded = (isDiscarded: boolean) => {
    write(isDiscarded ? null : work.peek());
    discarded.value = isDiscarded;
  };
  return (
    <Notice live>
      {discarded.value
        ? (
          <div class={styles.work}>
            <p>The strategy you tried is discarded.</p>
            <Button size="sm" onClick={() => setDiscarded(false)}>Undo</Button>
          </div>
        )
        : (
          <div class={styles.work}>
            <p>
              A strategy you tried without an account is still in this browser.
              {full !== null && ` ${full}`}
            </p>
            <ButtonLink size="sm" variant="primary" href={KEEP_PATH}>Save it here</ButtonLink>
            <ButtonLink size="sm" href={TRY_PATH}>Open it</ButtonLink>
            <Button size="sm" variant="ghost" onClick={() => setDiscarded(true)}>Discard</Button>
          </div>
        )}
    </Notice>
  );
}

function read(): string | null {
  try {
    return browserStorage()?.getItem(GUEST_KEY) ?? null;
  } catch {
    return null;
  }
}

function write(work: string | null): void {
  try {
    if (work === null) browserStorage()?.removeItem(GUEST_KEY);
    else browserStorage()?.setItem(GUEST_KEY, work);
  } catch {
    // A browser that refuses storage kept nothing to begin with.
  }
}
