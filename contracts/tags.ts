/** Tags and notes as text, without the schemas: what the browser needs to read what is typed. */

/** How many tags one thing has at most. */
export const MAX_TAGS = 10;
/** The longest tag, in characters. */
export const MAX_TAG_LENGTH = 30;
/** The longest note of a run or a version, in characters. */
export const MAX_NOTE = 200;

/** Text in one line, without space around it. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The first of each group of tags that differ in case alone. */
export function distinctTags(tags: readonly string[]): string[] {
  const seen = new Set<string>();
  return tags.filter((tag) => {
    const key = tag.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Tags as they are typed into one field, with commas between them. */
export function typedTags(text: string): string[] {
  return distinctTags(text.split(",").map(oneLine).filter(Boolean));
}

/** What is wrong with typed tags, in words; `null` when they can be kept. */
export function tagsProblem(tags: readonly string[]): string | null {
  if (tags.length > MAX_TAGS) return `There are at most ${MAX_TAGS} tags.`;
  return tags.some((tag) => tag.length > MAX_TAG_LENGTH)
    ? `A tag has at most ${MAX_TAG_LENGTH} characters.`
    : null;
}
