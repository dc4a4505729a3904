/** CHANGELOG.md, for operators who want to know what changed. */
import { fileURLToPath } from "node:url";

export interface ChangelogPart {
  readonly title: string;
  /** A sentence or more each, as plain text. */
  readonly lines: readonly string[];
}

const FILE = fileURLToPath(new URL("../../CHANGELOG.md", import.meta.url));

let read: Promise<readonly ChangelogPart[]> | null = null;

/** The newest parts; none where the file was left out of the installation. */
export function readChanges(most = 3): Promise<readonly ChangelogPart[]> {
  read ??= Deno.readTextFile(FILE).then(parseChangelog, () => []);
  return read.then((parts) => parts.slice(0, most));
}

/** The headings of the second level with the items below each. */
export function parseChangelog(text: string): ChangelogPart[] {
  return text.split(/^## /m).slice(1).map((part) => {
    const [title = "", ...rest] = part.split("\n");
    const lines = rest.join("\n").split(/^- /m).slice(1).map(plainText);
    return { title: title.trim(), lines };
  });
}

/** Without the marks of Markdown, on one line. */
function plainText(markdown: string): string {
  return markdown.split(/\n#+ /)[0]!
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|`)/g, "")
    .replace(/(^|[^\w])_([^_]+)_(?=[^\w]|$)/g, "$1$2")
    .replace(/\s+/g, " ").trim();
}
