/** Passwords that are guessed first: those on public lists, and those that follow from the account's own address. */
import { AppError } from "../../contracts/errors.ts";
import { PASSWORD_MIN } from "../../contracts/auth.ts";

/** What a password has to have beside parts of the address. */
const OWN_CHARACTERS = 4;
/** Shorter parts of an address are in too many words. */
const SHORTEST_PART = 3;
const PRODUCT = "blockbuilders";

let common: Promise<ReadonlySet<string>> | null = null;

/**
 * Makes sure that a new password is none that is guessed first.
 *
 * @param field the field that the refusal stands beside
 * @throws {AppError} `invalid_input`
 */
export async function requireUncommon(
  password: string,
  { email, field }: { readonly email: string; readonly field: string },
): Promise<void> {
  const plain = password.normalize("NFKC").toLowerCase().trim();
  if (followsFrom(email, plain)) {
    throw refused(field, "Choose a password that is not made of your email address.");
  }
  common ??= readCommon();
  if ((await common).has(plain) || new Set(plain).size <= 2) {
    throw refused(field, "This password is one of the first that are guessed. Choose another.");
  }
}

function followsFrom(email: string, password: string): boolean {
  const local = email.slice(0, email.lastIndexOf("@"));
  const squeezed = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const parts = [email, local, ...email.split(/[^\p{L}\p{N}]+/u), PRODUCT].map(squeezed)
    .filter((part) => part.length >= SHORTEST_PART)
    .sort((a, b) => b.length - a.length);
  const whole = squeezed(password);
  const rest = parts.reduce((text, part) => text.replaceAll(part, ""), whole);
  return rest !== whole && rest.length < OWN_CHARACTERS;
}

/** Read when the first password is chosen: the list takes some megabytes. */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(
    dictionary["passwords-common"].filter((password) => password.length >= PASSWORD_MIN),
  );
}

function refused(path: string, message: string): AppError {
  return new AppError("invalid_input", message, { issues: [{ path, message }] });
}
