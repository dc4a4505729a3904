/** Which version runs, on what, and what changed in it. */
import { Fragment } from "preact";
import { Card } from "../../ui/Card.tsx";
import styles from "./admin.module.css.ts";

export interface VersionProps {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Headings of the changelog with their lines, the newest first. */
  readonly changes: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

export function VersionPanel({ facts, changes }: VersionProps) {
  return (
    <>
      <Card title="This server" id="server">
        <dl class={styles.facts}>
          {facts.map(({ name, value }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      </Card>
      {changes.map(({ title, lines }, i) => (
        <Card key={title} id={`changes-${i}`} title={title}>
          <ul class={styles.changes}>
            {lines.map((line) => <li key={line}>{line}</li>)}
          </ul>
        </Card>
      ))}
    </>
  );
}
