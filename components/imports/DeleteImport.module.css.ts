/** Written by `deno task styles` from `DeleteImport.module.css`. */
export default {
  form: "DeleteImport_form",
} as const;
