/** Lines of a delimited text file: how they are told apart, which separator it uses, and the values of a line. */

/** What may stand between two values. A comma comes last: beside another separator it is a decimal mark. */
export const SEPARATORS = ["\t", ";", "|", ","] as const;
export type Separator = typeof SEPARATORS[number];

/** A file with fewer columns than a time and four prices holds no candles. */
export const FEWEST_COLUMNS = 5;

/** A line of candles has a few hundred characters at the most; a longer one is cut here, and is none. */
export const LONGEST_LINE = 65_536;

/**
 * The lines of a text that comes in pieces, however they end, without the byte order mark: one after the other, so that the
 * whole of a long file is never held. A line that does not end is cut at {@link LONGEST_LINE} and a bit.
 */
export function* linesOf(pieces: Iterable<string>): Generator<string> {
  let rest = "";
  let isFirst = true;
  let isCut = false;
  let endsInReturn = false;
  for (const part of pieces) {
    if (part === "") continue;
    let piece = isFirst ? part.replace(/^\uFEFF/, "") : part;
    isFirst = false;
    // The two characters of one line's end may come in two pieces.
    if (endsInReturn && piece.startsWith("\n")) piece = piece.slice(1);
    endsInReturn = piece.endsWith("\r");
    let start = 0;
    for (const { index, 0: end } of piece.matchAll(/\r\n|\n|\r/g)) {
      const line = piece.slice(start, index);
      yield rest === "" ? line : isCut ? rest : rest + line;
      rest = "";
      isCut = false;
      start = index + end.length;
    }
    if (isCut) continue;
    rest += piece.slice(start);
    if (rest.length > LONGEST_LINE) {
      rest = rest.slice(0, LONGEST_LINE + 1);
      isCut = true;
    }
  }
  yield rest;
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
