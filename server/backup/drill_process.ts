/** A program: restores a backup as a drill. It reads what and where as JSON, and prints what came. */
import { wordsOf } from "./backup_error.ts";
import { drillRestore, type DrillTask } from "./drill.ts";
import { openPlace } from "./places.ts";

try {
  const { to, s3, key, folder, name }: DrillTask = await new Response(Deno.stdin.readable).json();
  const place = await openPlace(to, s3);
  console.log(JSON.stringify(await drillRestore(folder, place.read(name), key)));
  Deno.exit(0);
} catch (error) {
  console.error(wordsOf(error));
  Deno.exit(1);
}
