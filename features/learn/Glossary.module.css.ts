/** Written by `deno task styles` from `Glossary.module.css`. */
export default {
  glossary: "learn-Glossary_glossary",
  more: "learn-Glossary_more",
} as const;
