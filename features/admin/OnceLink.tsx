/** A link that is shown this once. */
import { Card } from "../../ui/Card.tsx";
import styles from "./admin.module.css.ts";

export function OnceLink({ link, for: whom }: { readonly link: string; readonly for: string }) {
  return (
    <Card>
      <div class={styles.form}>
        <p role="status">Copy this link now ({whom}). It is not shown again.</p>
        <code class={styles.secret}>{link}</code>
      </div>
    </Card>
  );
}
