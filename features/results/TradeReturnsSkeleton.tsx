import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import styles from "./TradeReturns.module.css.ts";

/** The place of the distribution while the trades are on their way: the same shape. */
export function TradeReturnsSkeleton() {
  return (
    <Card title="Trade returns" pad={false}>
      <div class={styles.halves}>
        {["returns", "excursions"].map((half) => (
          <div key={half} class={styles.half}>
            <p class={styles.words}>
              <Skeleton class={styles.wordsSkeleton} />
            </p>
            <div class={styles.plot}>
              <Skeleton class={styles.plotSkeleton} />
            </div>
            <p class={styles.axis} />
            <p class={styles.reading} />
          </div>
        ))}
      </div>
    </Card>
  );
}
