/** Written by `deno task styles` from `Shell.module.css`. */
export default {
  shell: "Shell_shell",
  full: "Shell_full",
  disclosure: "Shell_disclosure",
  skip: "Shell_skip",
} as const;
