/** What of a source file people can read: string literals and JSX text, at their own lines; comments are left out. */

/**
 * The source without its comments, and with what only joins pieces of text (`{" "}`, plain tags, `" + "`) blanked, so that a
 * sentence reads as one. Offsets and lines stay as they are.
 */
export function visibleText(source: string): string {
  return withoutComments(source)
    .replace(/\{\s*" "\s*\}/g, blank)
    .replace(/<\/?[A-Za-z]*>/g, blank)
    .replace(/(["'`])\s*\+\s*["'`]/g, blank);
}

/** The line (from 1) of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (text[i] === "\n") line++;
  return line;
}

function withoutComments(source: string): string {
  let out = "";
  let i = 0;
  /** Depths of braces at which a template literal goes on. */
  const templates: number[] = [];
  let depth = 0;
  while (i < source.length) {
    const rest = source.slice(i, i + 2);
    const char = source[i] ?? "";
    if (rest === "/*") {
      const end = source.indexOf("*/", i + 2);
      const stop = end < 0 ? source.length : end + 2;
      out += blank(source.slice(i, stop));
      i = stop;
    } else if (rest === "//" && source[i - 1] !== ":") {
      const end = source.indexOf("\n", i);
      const stop = end < 0 ? source.length : end;
      out += blank(source.slice(i, stop));
      i = stop;
    } else if (char === '"' || char === "'") {
      const length = stringLength(source, i);
      out += source.slice(i, i + length);
      i += length;
    } else if (char === "`" || char === "}" && templates.at(-1) === depth) {
      if (char === "}") templates.pop();
      const { length, opens } = templateLength(source, i);
      if (opens) templates.push(depth);
      out += source.slice(i, i + length);
      i += length;
    } else {
      if (char === "{") depth++;
      if (char === "}") depth--;
      out += char;
      i++;
    }
  }
  return out;
}

/** How long the string is that begins here; 1 for a quotation mark that is text, because its line ends first. */
function stringLength(source: string, start: number): number {
  for (let i = start + 1; i < source.length && source[i] !== "\n"; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === source[start]) return i + 1 - start;
  }
  return 1;
}

/** How long a piece of a template literal is, up to its end or to the next `${`. */
function templateLength(source: string, start: number): { length: number; opens: boolean } {
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "`") return { length: i + 1 - start, opens: false };
    else if (source[i] === "$" && source[i + 1] === "{") {
      return { length: i + 2 - start, opens: true };
    }
  }
  return { length: source.length - start, opens: false };
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
