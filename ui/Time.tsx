import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { date, dateTime } from "../text/format.ts";

/** The zone that times are shown in; `null` while it is not known, which the browser then fills in. */
export const Zone = createContext<string | null>(null);

/** The zone to show times in: the person's setting, or else the browser's own once the page is hydrated. */
export function useZone(given?: string | null): string {
  const inherited = useContext(Zone);
  const known = given ?? inherited;
  const [zone, setZone] = useState(known ?? "UTC");
  useEffect(() => {
    if (!known) setZone(new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
  }, [known]);
  return known ?? zone;
}

/** A time in the person's zone, with UTC on hover. */
export function Time(
  { at, dateOnly = false }: { at: string | number; dateOnly?: boolean },
) {
  const zone = useZone();
  const iso = typeof at === "number" ? new Date(at).toISOString() : at;
  return (
    <time dateTime={iso} title={`${dateTime(at)} UTC`} data-local={dateOnly ? "date" : "time"}>
      {dateOnly ? date(at, zone) : dateTime(at, zone)}
    </time>
  );
}
