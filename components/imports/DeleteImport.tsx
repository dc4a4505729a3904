/** Deleting an import, wherever imports are listed: what it is used for is said before. */
import { Fragment } from "preact";
import type { CandleImport } from "../../contracts/markets.ts";
import { Button } from "../../ui/Button.tsx";
import { cx } from "../../ui/cx.ts";
import buttonStyles from "../../ui/Button.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import styles from "./DeleteImport.module.css.ts";

/** @param action the address that the form is sent to */
export function DeleteImport(
  { of, action, quiet = false }: {
    readonly of: CandleImport;
    readonly action: string;
    /** Drawn as one of several actions. */
    readonly quiet?: boolean;
  },
) {
  const { asset, timeframe, name, strategies } = of;
  return (
    <details>
      <summary
        class={cx(
          buttonStyles.button,
          quiet ? buttonStyles.ghost : buttonStyles.secondary,
          buttonStyles.sm,
        )}
        aria-label={`Delete the import ${name} of ${asset} ${timeframe}`}
      >
        Delete…
      </summary>
      <form class={styles.form} method="post" action={action}>
        {strategies.length > 0
          ? (
            <p>
              {strategies.length === 1 ? "A strategy is" : `${strategies.length} strategies are`}
              {" "}
              tested on it and cannot run without it:{" "}
              {strategies.map(({ id, name }, i) => (
                <Fragment key={id}>
                  {i > 0 && ", "}
                  <a class={linkStyles.link} href={`/strategies/${id}`}>{name}</a>
                </Fragment>
              ))}. Backtests already made keep their results.
            </p>
          )
          : <p>No strategy is tested on it. Backtests already made keep their results.</p>}
        <input type="hidden" name="asset" value={asset} />
        <input type="hidden" name="timeframe" value={timeframe} />
        <input type="hidden" name="name" value={name} />
        <Button type="submit" size="sm" variant="danger">Delete permanently</Button>
      </form>
    </details>
  );
}
