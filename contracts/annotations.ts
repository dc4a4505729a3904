/** What people add to strategies, versions and runs in their own words: tags and notes. */
import { z } from "zod";
import { distinctTags, MAX_NOTE, MAX_TAG_LENGTH, MAX_TAGS, oneLine } from "./tags.ts";

/** Nobody's list of tags is longer; said before the list is looked at. */
const LONGEST_LIST = 100;
const TOO_MANY = `There are at most ${MAX_TAGS} tags.`;

/** One tag: in one line, without the comma that separates tags where they are typed. */
export const tagSchema = z.string("A tag is text.").overwrite(oneLine)
  .min(1, "A tag needs at least one character.")
  .max(MAX_TAG_LENGTH, `A tag has at most ${MAX_TAG_LENGTH} characters.`)
  .regex(/^[^,]*$/, "A tag has no comma.");

/** Tags without repetition, whatever the case; the first spelling stays. */
export const tagsSchema = z.array(tagSchema, "Tags are a list of texts.")
  .max(LONGEST_LIST, TOO_MANY)
  .overwrite(distinctTags)
  .refine((tags) => tags.length <= MAX_TAGS, TOO_MANY);

/** A note: one line, so line breaks become spaces; an empty one is none. */
export const noteSchema = z.string("A note is text.").overwrite(oneLine)
  .max(MAX_NOTE, `A note has at most ${MAX_NOTE} characters.`);

/** Stored tags: what cannot be read any more counts as none. */
export function readTags(stored: unknown): string[] {
  const read = tagsSchema.safeParse(stored);
  return read.success ? read.data : [];
}
