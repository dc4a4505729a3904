/** Written by `deno task styles` from `Templates.module.css`. */
export default {
  index: "learn-Templates_index",
  story: "learn-Templates_story",
  storyText: "learn-Templates_storyText",
  storyWhen: "learn-Templates_storyWhen",
  storySide: "learn-Templates_storySide",
  storyResult: "learn-Templates_storyResult",
  storyPicture: "learn-Templates_storyPicture",
  storyWide: "learn-Templates_storyWide",
  storySentence: "learn-Templates_storySentence",
} as const;
