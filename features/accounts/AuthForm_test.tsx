import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { type AuthErrors, authErrors } from "./auth_errors.ts";
import { AuthForm } from "./AuthForm.tsx";

function shown(errors: AuthErrors, kind: "signup" | "login" = "signup", next = ""): string {
  return renderToString(
    <AuthForm
      kind={kind}
      email="ada@example.com"
      next={next}
      after="/strategies"
      errors={errors}
    />,
  ).replaceAll("&amp;", "&");
}

Deno.test("sign-up: what a password needs is said once, as a hint or as an error", () => {
  const fresh = shown({});
  assert.equal(fresh.match(/at least 8 characters/gi)?.length, 1);
  assert.match(fresh, /aria-describedby="password-hint"/);
  const refused = shown({ password: "Use at least 8 characters." });
  assert.equal(refused.match(/at least 8 characters/gi)?.length, 1);
  assert.match(refused, /aria-describedby="password-error"/);
});

Deno.test("sign-up: an answer that is a new page says that the password has to be typed again", () => {
  const html = shown({ email: "Enter a full email address, like name@example.com." });
  assert.match(html, /Type your password again\./);
  assert.doesNotMatch(html, /At least 8 characters/);
  assert.doesNotMatch(shown({}), /Type your password again/);
});

Deno.test("sign-up: an email that has an account leads to the log-in that goes on to the same place", () => {
  const errors = authErrors({
    code: "email_taken",
    message: "This email already has an account. Log in instead?",
    issues: [{ path: "email", message: "This email already has an account." }],
  });
  const html = shown(errors, "signup", "/try/keep");
  assert.match(
    html,
    /This email already has an account\. <a class="link" href="\/login\?next=%2Ftry%2Fkeep">Log in instead\?<\/a>/,
  );
  assert.equal(html.match(/already has an account\./g)?.length, 1);
  assert.match(html, /<input[^>]*id="email"[^>]*aria-invalid="true"/);
});

Deno.test("log-in: a refusal stands at its field; what belongs to none stands above the form", () => {
  const wrong = { code: "invalid_credentials", message: "Wrong email or password.", issues: [] };
  assert.deepEqual(authErrors(wrong), { password: "Wrong email or password." });
  const often = { code: "too_many_attempts", message: "Too many tries.", issues: [] };
  assert.deepEqual(authErrors(often), { form: "Too many tries." });
  const both = [
    { path: "email", message: "Enter your email address." },
    { path: "password", message: "Enter your password." },
    { path: "password", message: "Another." },
  ];
  assert.deepEqual(authErrors({ code: "invalid_input", message: "Two.", issues: both }), {
    email: "Enter your email address.",
    password: "Enter your password.",
  });
});
