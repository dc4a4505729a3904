import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { fireEvent, render, screen, visits, waitFor } from "../../tests/support/dom.ts";
import { withAnswers } from "../../tests/support/fetch_stub.ts";
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
    /This email already has an account\. <a class="[^"]*" href="\/login\?next=%2Ftry%2Fkeep">Log in instead\?<\/a>/,
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

/** The form as a person has it, hydrated. */
function open() {
  render(
    <AuthForm kind="signup" email="" next="/settings" after="/settings" errors={{}} />,
  );
  const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
  return {
    field,
    write: (label: string, value: string) => fireEvent.input(field(label), { target: { value } }),
    send: () => fireEvent.submit(document.querySelector("form")!),
    hasFocus: (label: string) => document.activeElement === field(label),
  };
}
const refusal = (path: string, message: string) => ({
  status: 422,
  json: { error: { code: "validation_failed", message, issues: [{ path, message }] } },
});

Deno.test("sign-up: a mistake in the email leaves the password in its field, and says each thing once", async () => {
  const form = open();
  form.write("Email", "ada@");
  form.write("Password", "correct horse");
  await withAnswers(() => refusal("email", "Enter a full email address."), async (asked) => {
    form.send();
    await screen.findByText("Enter a full email address.");
    assert.deepEqual(asked[0]?.body, { email: "ada@", password: "correct horse" });
  });
  assert.equal(form.field("Password").value, "correct horse");
  await waitFor(() => assert.ok(form.hasFocus("Email")));
  assert.equal(screen.queryByText(/type your password again/i), null);

  form.write("Email", "ada@example.com");
  assert.equal(screen.queryByText("Enter a full email address."), null);
  form.write("Password", "short");
  await withAnswers(() => refusal("password", "Use at least 8 characters."), async () => {
    form.send();
    await screen.findByText("Use at least 8 characters.");
  });
  assert.equal(screen.getAllByText(/at least 8 characters/i).length, 1);
  assert.equal(form.field("Email").value, "ada@example.com");
  assert.equal(form.field("Password").value, "short");

  form.write("Password", "correct horse");
  assert.deepEqual(visits, []);
  await withAnswers(() => ({ status: 201, json: {} }), async () => {
    form.send();
    await waitFor(() => assert.deepEqual(visits, ["/settings"]));
  });
});

Deno.test("sign-up: a connection that breaks loses nothing", async () => {
  const form = open();
  form.write("Email", "ada@example.com");
  form.write("Password", "correct horse");
  await withAnswers(() => undefined, async () => {
    form.send();
    await screen.findByText(/The server cannot be reached\./);
  });
  assert.equal(form.field("Email").value, "ada@example.com");
  assert.equal(form.field("Password").value, "correct horse");
  await withAnswers(() => ({ status: 201, json: {} }), async () => {
    form.send();
    await waitFor(() => assert.deepEqual(visits, ["/settings"]));
  });
});

Deno.test("log-in: a code is asked for once it is needed, and what was typed stays", async () => {
  render(<AuthForm kind="login" email="" next="" after="/strategies" errors={{}} />);
  const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
  const write = (label: string, value: string) =>
    fireEvent.input(field(label), { target: { value } });
  const send = () => fireEvent.submit(document.querySelector("form")!);
  const needed = (message: string) => ({
    status: 401,
    json: { error: { code: "code_needed", message, issues: [{ path: "code", message }] } },
  });
  assert.equal(screen.queryByLabelText("Code"), null);
  write("Email", "ada@example.com");
  write("Password", "correct horse");
  await withAnswers(() => needed("Enter the code."), async (asked) => {
    send();
    await screen.findByLabelText("Code");
    assert.deepEqual(asked[0]?.body, { email: "ada@example.com", password: "correct horse" });
  });
  assert.equal(screen.queryByText("Enter the code."), null, "nothing was wrong so far");
  assert.equal(field("Password").value, "correct horse");
  await waitFor(() => assert.ok(document.activeElement === field("Code")));
  write("Code", "123 456");
  await withAnswers(() => needed("This code is not right."), async (asked) => {
    send();
    await screen.findByText("This code is not right.");
    assert.equal((asked[0]?.body as { code: string }).code, "123 456");
  });
  await withAnswers(() => ({ status: 200, json: {} }), async () => {
    send();
    await waitFor(() => assert.ok(visits.includes("/strategies")));
  });
});
