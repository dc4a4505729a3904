/** Written by `deno task styles` from `admin.module.css`. */
export default {
  nav: "admin-admin_nav",
  panel: "admin-admin_panel",
  done: "admin-admin_done",
  lead: "admin-admin_lead",
  bar: "admin-admin_bar",
  pager: "admin-admin_pager",
  facts: "admin-admin_facts",
  columns: "admin-admin_columns",
  form: "admin-admin_form",
  pair: "admin-admin_pair",
  checks: "admin-admin_checks",
  actions: "admin-admin_actions",
  foot: "admin-admin_foot",
  secret: "admin-admin_secret",
  wrap: "admin-admin_wrap",
  changes: "admin-admin_changes",
} as const;
