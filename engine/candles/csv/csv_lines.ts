/** Lines of a delimited text file: which separator it uses, and the values of a line. */

/** What may stand between two values. A comma comes last: beside another separator it is a decimal mark. */
export const SEPARATORS = ["\t", ";", "|", ","] as const;
export type Separator = typeof SEPARATORS[number];

/** A file with fewer columns than a time and four prices holds no candles. */
export const FEWEST_COLUMNS = 5;

/** The lines of a text, however they end, without the byte order mark. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
}

/** Whether a line holds no values: it is blank, or a remark. */
export function isBlankOrRemark(line: string): boolean {
  const start = line.trimStart();
  return start === "" || start.startsWith("#") || start.startsWith("//");
}

/** The separator that makes enough columns of a line; `null` where none does. */
export function separatorOf(line: string): Separator | null {
  return SEPARATORS.find((separator) => splitLine(line, separator).length >= FEWEST_COLUMNS) ??
    null;
}

/** The separator that a spreadsheet wrote on a first line of its own (`sep=;`); `null` for any other line. */
export function declaredSeparator(line: string): Separator | null {
  const declared = /^"?sep=(.)"?$/i.exec(line.replace(/^\uFEFF/, ""))?.[1];
  return SEPARATORS.find((separator) => separator === declared) ?? null;
}

/** The values of a line, without the quotes and the blanks around them. A doubled quote within quotes is one quote. */
export function splitLine(line: string, separator: Separator): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (line[i + 1] === '"') cell += line[++i]!;
      else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === separator) {
      cells.push(cell.trim());
      cell = "";
    } else {
      cell += char;
    }
  }
  cells.push(cell.trim());
  return cells;
}
