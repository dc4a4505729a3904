/** The password, where a form asks whether it is really them. */
import { TextField } from "../../ui/Field.tsx";

export function ConfirmField(
  { id, email, needed, error }: {
    readonly id: string;
    readonly email: string;
    /** Whether it was typed too long ago. */
    readonly needed: boolean;
    readonly error: string | undefined;
  },
) {
  if (!needed && error === undefined) return null;
  return (
    <>
      <input type="text" name="username" autocomplete="username" value={email} readOnly hidden />
      <TextField
        id={id}
        name="password"
        type="password"
        label="Your password"
        autocomplete="current-password"
        hint="Asked again because you typed it more than 10 minutes ago."
        error={error}
      />
    </>
  );
}
