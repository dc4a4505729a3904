/** Where the link of a mail leads by which its reader ends all of them. */
import { PageHead } from "../../components/shell/PageHead.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./UnsubscribeScreen.module.css.ts";

export type UnsubscribeState =
  | { readonly kind: "ask"; readonly token: string }
  | { readonly kind: "done" }
  | { readonly kind: "invalid" };

export function UnsubscribeScreen({ state }: { readonly state: UnsubscribeState }) {
  return (
    <div class={pagesStyles.page}>
      <PageHead title="Notices by mail" />
      <Card class={styles.card}>
        {state.kind === "ask" && (
          <form method="post" action={`/unsubscribe?token=${encodeURIComponent(state.token)}`}>
            <p>You will get no more notices by mail. They stay listed in the app.</p>
            <Button type="submit" variant="primary">Stop all mails</Button>
          </form>
        )}
        {state.kind === "done" && (
          <>
            <p role="status">Done. You get no more notices by mail.</p>
            <ButtonLink href="/settings#notices">Notice settings</ButtonLink>
          </>
        )}
        {state.kind === "invalid" && (
          <>
            <p role="alert">This link is not valid. You can stop mails in your settings.</p>
            <ButtonLink href="/settings#notices">Notice settings</ButtonLink>
          </>
        )}
      </Card>
    </div>
  );
}
