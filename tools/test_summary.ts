/** Counts what a JUnit report of `deno test` says. */

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  /** One line for each test or step that failed: its name and the beginning of what went wrong. */
  readonly failures: readonly string[];
  /** Names of the tests that were not run. */
  readonly skipped: readonly string[];
}

/** Reads the report's test cases; steps of a test count with their test. An empty report counts nothing. */
export function readSummary(junit: string): TestSummary {
  let passed = 0;
  let failed = 0;
  const failures: string[] = [];
  const skipped: string[] = [];
  for (const suite of junit.split("<testsuite ")) {
    const tests = new Set<string>();
    for (const match of suite.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
      const name = unescapeXml(/\bname="([^"]*)"/.exec(match[1] ?? "")?.[1] ?? "");
      const body = match[2] ?? "";
      const isStep = isStepOf(tests, name);
      tests.add(name);
      // A skipped step is something that was not looked at, whatever became of its test.
      const broken = /<(?:failure|error)\b/.test(body);
      if (broken) failures.push(`${name}: ${whatWentWrong(body)}`);
      if (/<skipped\b/.test(body)) skipped.push(name);
      else if (isStep) continue;
      else if (broken) failed++;
      else passed++;
    }
  }
  return { passed, failed, failures, skipped };
}

/** What several reports say together. */
export function joinSummaries(summaries: readonly TestSummary[]): TestSummary {
  return {
    passed: summaries.reduce((sum, { passed }) => sum + passed, 0),
    failed: summaries.reduce((sum, { failed }) => sum + failed, 0),
    failures: summaries.flatMap(({ failures }) => failures),
    skipped: summaries.flatMap(({ skipped }) => skipped),
  };
}

/** The message of a failed test on one line, without colours. */
function whatWentWrong(body: string): string {
  const text = /<(?:failure|error)\b[^>]*>([\s\S]*?)<\/(?:failure|error)>/.exec(body)?.[1] ?? "";
  // deno-lint-ignore no-control-regex
  const plain = unescapeXml(text).replace(/\x1b\[[0-9;]*m/g, "");
  return plain.replace(/\s+/g, " ").trim().slice(0, 600);
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
