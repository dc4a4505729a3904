/** Folders on the disk, for programs that run with the permissions that are listed. */

/** Tests have their folders in memory, below /dev; a program of listed permissions may not read there, whatever is listed. */
const DISK = "/tmp";

export function diskFolder(prefix = ""): Promise<string> {
  return Deno.makeTempDir({ dir: DISK, prefix });
}
