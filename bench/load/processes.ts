/** Processor time of servers that others have started, by what stands in their command lines. */

/** Processor time so far of the processes whose command line holds `text`, and of all that they have started, ms. */
export function processorMsOf(text: string): number {
  const processes = [...Deno.readDirSync("/proc")]
    .filter(({ name }) => /^\d+$/.test(name)).flatMap(({ name }) => readProcess(name));
  const chosen = new Set(
    processes.filter(({ command }) => command.includes(text)).map(({ pid }) => pid),
  );
  for (let size = -1; size !== chosen.size;) {
    size = chosen.size;
    for (const { pid, parent } of processes) if (chosen.has(parent)) chosen.add(pid);
  }
  return processes.filter(({ pid }) => chosen.has(pid)).reduce((sum, { ms }) => sum + ms, 0);
}

interface Process {
  readonly pid: string;
  readonly parent: string;
  readonly command: string;
  readonly ms: number;
}

function readProcess(pid: string): Process[] {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const command = Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
    // Behind the program's name in parentheses; ticks of 10 ms.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ms = (Number(fields[11]) + Number(fields[12])) * 10;
    return [{ pid, parent: fields[1] ?? "", command, ms }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
