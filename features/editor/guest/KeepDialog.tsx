/** "Save" without an account: what the strategy is called, where it is kept, and the two ways there. */
import { useSignal } from "@preact/signals";
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { KEEP_PATH } from "../../../studio/guest/guest_key.ts";
import type { GuestDesk } from "./guest_parts.ts";
import guestStyles from "./guest.module.css.ts";
import linkStyles from "../../../ui/link.module.css.ts";
import styles from "./KeepDialog.module.css.ts";

export function KeepDialog({ desk }: { desk: GuestDesk }) {
  const { ui } = desk.parts;
  return (
    <Dialog
      open={ui.dialog.value === "keep"}
      title="Save your strategy"
      onClose={() => {
        ui.dialog.value = null;
      }}
    >
      <KeepForm desk={desk} />
    </Dialog>
  );
}

function KeepForm({ desk: { session, props } }: { desk: GuestDesk }) {
  const { strategy, asset } = session;
  const name = useSignal(strategy.peek().name);
  const refused = useSignal(false);
  const problem = name.value.trim() === "" ? "Give the strategy a name." : undefined;
  /** Everything is in the browser before the page goes. */
  const leave = (event: MouseEvent) => {
    const isKept = problem === undefined && session.rename(name.peek().trim());
    refused.value = problem === undefined && !isKept;
    if (!isKept) event.preventDefault();
  };
  const next = `?next=${encodeURIComponent(KEEP_PATH)}`;
  return (
    <form
      class={styles.form}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        (event.currentTarget as HTMLFormElement).querySelector<HTMLElement>("a[data-submit]")
          ?.click();
      }}
    >
      {refused.value && (
        <Notice tone="loss" live>
          This browser does not let pages keep anything, so your strategy cannot be carried over.
          Allow this site to store data, then try again.
        </Notice>
      )}
      {props.full !== null && (
        <Notice tone="caution" live>
          {props.full} Your work stays in this browser meanwhile.{" "}
          <a class={linkStyles.link} href="/strategies">Go to your strategies</a>
        </Notice>
      )}
      <TextField
        label="Name"
        value={name.value}
        error={problem}
        maxLength={100}
        autocomplete="off"
        onInput={(event) => {
          name.value = event.currentTarget.value;
        }}
      />
      <SelectField
        label="Market"
        hint="Backtests run on this market. So far you have used synthetic prices. You can change it later."
        value={asset.value}
        options={props.markets}
        onChange={(event) => {
          asset.value = event.currentTarget.value;
        }}
      />
      {props.signedIn
        ? (props.full === null
          ? (
            <ButtonLink variant="primary" data-submit href={KEEP_PATH} onClick={leave}>
              Save version 1
            </ButtonLink>
          )
          : <Button variant="primary" disabled>Save version 1</Button>)
        : (
          <>
            <p class={styles.words}>
              Saving needs a free account. Your strategy stays in this browser until it is saved.
            </p>
            <div class={guestStyles.keepWays}>
              <ButtonLink variant="primary" data-submit href={`/signup${next}`} onClick={leave}>
                Sign up and save
              </ButtonLink>
              <ButtonLink href={`/login${next}`} onClick={leave}>Log in and save</ButtonLink>
            </div>
          </>
        )}
    </form>
  );
}
