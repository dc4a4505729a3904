/** Work that is measured in a process of its own: what it takes when nothing is warm, and the memory it needs at its peak. */
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./footprint_process.ts", import.meta.url));

/** @param what `engine`, `grademark` or `robustness` */
export async function inProcesses(
  bars: number,
  what: string,
  times: number,
): Promise<{ ms: number[]; peaks: number[] }> {
  const ms: number[] = [];
  const peaks: number[] = [];
  for (let k = 0; k < times; k++) {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", program, String(bars), what],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const report = JSON.parse(new TextDecoder().decode(stdout));
    ms.push(report.ms);
    peaks.push(report.peakBytes);
  }
  return { ms, peaks };
}
