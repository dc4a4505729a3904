/** What is said when something about an account is refused, where several places say it. */
import { AppError } from "../../contracts/errors.ts";
import { INVITATION_DAYS, MAILED_LINK_MINUTES } from "./links.ts";

/** The email belongs to another account. */
export function emailTaken(message: string): AppError {
  return new AppError("email_taken", message, { issues: [{ path: "email", message }] });
}

/** The account takes nobody in. */
export function accountDisabled(): AppError {
  return new AppError(
    "account_disabled",
    "This account is disabled. Ask whoever runs this server.",
  );
}

/** A password that was asked for again does not fit. */
export function wrongPassword(path: string): AppError {
  const message = "Wrong password. Try again.";
  return new AppError("invalid_input", message, { issues: [{ path, message }] });
}

/** A link that was used, taken back, or is too old. */
export function linkInvalid(
  message =
    `This link was used already or is older than ${MAILED_LINK_MINUTES} minutes. Ask for another.`,
): AppError {
  return new AppError("link_invalid", message);
}

/** The same of a link that makes an account. */
export function joinInvalid(): AppError {
  return linkInvalid(
    `This link was used already, withdrawn, or is older than ${INVITATION_DAYS} days. Ask for another.`,
  );
}

/** @param wasGiven whether there was a code that is not right */
export function codeNeeded(wasGiven: boolean): AppError {
  const message = wasGiven
    ? "This code is not right. Each code works once; wait for the next one."
    : "Enter the code that your authenticator app shows.";
  return new AppError("code_needed", message, { issues: [{ path: "code", message }] });
}
