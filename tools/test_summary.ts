/** Counts what a JUnit report of `deno test` says. */

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  /** Names of the tests that were not run. */
  readonly skipped: readonly string[];
}

/** Reads the report's test cases; steps of a test count with their test. An empty report counts nothing. */
export function readSummary(junit: string): TestSummary {
  let passed = 0;
  let failed = 0;
  const skipped: string[] = [];
  for (const suite of junit.split("<testsuite ")) {
    const tests = new Set<string>();
    for (const match of suite.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
      const name = unescapeXml(/\bname="([^"]*)"/.exec(match[1] ?? "")?.[1] ?? "");
      const body = match[2] ?? "";
      const isStep = isStepOf(tests, name);
      tests.add(name);
      // A skipped step is something that was not looked at, whatever became of its test.
      if (/<skipped\b/.test(body)) skipped.push(name);
      else if (isStep) continue;
      else if (/<(?:failure|error)\b/.test(body)) failed++;
      else passed++;
    }
  }
  return { passed, failed, skipped };
}

/** Deno lists the steps of a test after it, as `test > step`. */
function isStepOf(tests: ReadonlySet<string>, name: string): boolean {
  for (let at = name.indexOf(" > "); at >= 0; at = name.indexOf(" > ", at + 1)) {
    if (tests.has(name.slice(0, at))) return true;
  }
  return false;
}

function unescapeXml(text: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? "");
}
