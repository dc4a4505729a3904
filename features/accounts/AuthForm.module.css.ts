/** Written by `deno task styles` from `AuthForm.module.css`. */
export default {
  auth: "accounts-AuthForm_auth",
  card: "accounts-AuthForm_card",
  lead: "accounts-AuthForm_lead",
  form: "accounts-AuthForm_form",
  submit: "accounts-AuthForm_submit",
  other: "accounts-AuthForm_other",
  steps: "accounts-AuthForm_steps",
} as const;
