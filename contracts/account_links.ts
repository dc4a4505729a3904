/** Where the links that work once lead to. */

export const JOIN_PATH = "/join";
export const RESET_PATH = "/reset-password";
export const EMAIL_PATH = "/confirm-email";
export const VERIFY_PATH = "/verify-email";

/** The whole address of a link. The code is in the query, which no log holds. */
export function linkTo(origin: string, path: string, code: string): string {
  return `${origin}${path}?code=${code}`;
}
