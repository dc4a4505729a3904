/** What differs from a commit, as Git sees it. */

/**
 * Paths from the root of files that were changed, added, moved or deleted since the work left `base`, saved or not.
 *
 * @throws {Error} with Git's words, when `base` is no commit
 */
export async function changedFiles(root: string, base: string): Promise<string[]> {
  const git = async (...args: string[]) => {
    const { success, stdout, stderr } = await new Deno.Command("git", { args, cwd: root }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
    return new TextDecoder().decode(stdout).split("\0").filter((path) => path !== "");
  };
  const [since = ""] = await git("merge-base", base, "HEAD");
  const paths = await Promise.all([
    git("diff", "-z", "--name-only", "--no-renames", since.trim(), "--"),
    git("ls-files", "-z", "--others", "--exclude-standard"),
  ]);
  return [...new Set(paths.flat())].sort();
}
