/** Feature flags as they stand, and where each value comes from. */
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

export interface FlagsPanelProps {
  readonly path: string;
  /** Why the file is not in use as it is now; `null` when it is. */
  readonly problem: string | null;
  readonly readAtMs: number | null;
  readonly flags: readonly {
    readonly name: string;
    readonly value: boolean | string;
    readonly source: "file" | "setting" | "default";
    readonly setting: string | null;
    readonly owner: string;
    readonly removeBy: string | null;
    readonly purpose: string;
  }[];
}

export function FlagsPanel({ path, problem, readAtMs, flags }: FlagsPanelProps) {
  return (
    <>
      <p class={styles.lead}>
        Flags are changed in <code>{path}</code> and count some seconds later, without a restart.
        {readAtMs !== null && (
          <>
            {" "}
            Last change read <Time at={readAtMs} />.
          </>
        )}
      </p>
      {problem !== null && (
        <Notice tone="loss">
          The file cannot be used, so the last values stay: {problem}
        </Notice>
      )}
      <Card pad={false}>
        <TableScroll label="Feature flags">
          <table class={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">Flag</th>
                <th scope="col">Value</th>
                <th scope="col">From</th>
                <th scope="col">What it decides</th>
                <th scope="col">Owner</th>
                <th scope="col">Remove by</th>
              </tr>
            </thead>
            <tbody>
              {flags.map(({ name, value, source, setting, purpose, owner, removeBy }) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    {typeof value === "boolean"
                      ? <Badge tone={value ? "gain" : "neutral"}>{value ? "On" : "Off"}</Badge>
                      : value || "–"}
                  </td>
                  <td>{setting ?? (source === "file" ? "File" : "Default")}</td>
                  <td class={styles.wrap}>{purpose.replaceAll("`", "")}</td>
                  <td>{owner}</td>
                  <td>{removeBy ?? "Stays"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Card>
    </>
  );
}
