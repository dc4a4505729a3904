/** Inviting people, and the invitations that are open. */
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { TextField } from "../../ui/Field.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import { OnceLink } from "./OnceLink.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import styles from "./admin.module.css.ts";

export interface InvitationsProps {
  readonly invitations: readonly {
    readonly id: string;
    readonly email: string | null;
    readonly createdAt: Date;
    readonly expiresAt: Date | null;
  }[];
  readonly hasMail: boolean;
  readonly signupOpen: boolean;
  readonly typed: string;
  readonly error: string | undefined;
  /** The link of a new invitation, this once. */
  readonly link: string | null;
}

export function InvitationsPanel(props: InvitationsProps) {
  const { invitations, hasMail, signupOpen, typed, error, link } = props;
  return (
    <>
      {link !== null && <OnceLink link={link} for="one account, 7 days" />}
      <Card title="Invite somebody" id="invite">
        <form method="post" action="/admin/invitations/invite" class={styles.form} noValidate>
          <p class={styles.lead}>
            {signupOpen
              ? "Sign-up is open, so nobody needs an invitation. "
              : "Sign-up is closed: new accounts come by invitation. "}
            The link works once, for 7 days.
          </p>
          <TextField
            id="invite_email"
            name="email"
            type="email"
            label="Email"
            autocomplete="off"
            value={typed}
            error={error}
            hint={hasMail
              ? "The invitation is mailed there. Empty: you get a link to pass on."
              : "Optional. You get a link to pass on."}
          />
          <Button type="submit" variant="primary">Create invitation</Button>
        </form>
      </Card>
      {invitations.length > 0 && (
        <Card title="Open invitations" id="open" pad={false}>
          <TableScroll label="Invitations that nobody has used">
            <table class={tableStyles.table}>
              <thead>
                <tr>
                  <th scope="col">For</th>
                  <th scope="col">Created</th>
                  <th scope="col">Works until</th>
                  <th scope="col">
                    <span class={textStyles.srOnly}>Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {invitations.map(({ id, email, createdAt, expiresAt }) => (
                  <tr key={id}>
                    <th scope="row">{email ?? "Anybody with the link"}</th>
                    <td>
                      <Time at={createdAt.getTime()} />
                    </td>
                    <td>{expiresAt ? <Time at={expiresAt.getTime()} /> : "–"}</td>
                    <td class={tableStyles.numeric}>
                      <form method="post" action="/admin/invitations/withdraw">
                        <input type="hidden" name="id" value={id} />
                        <Button
                          type="submit"
                          size="sm"
                          aria-label={`Withdraw the invitation for ${email ?? "anybody"}`}
                        >
                          Withdraw
                        </Button>
                      </form>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </Card>
      )}
    </>
  );
}
