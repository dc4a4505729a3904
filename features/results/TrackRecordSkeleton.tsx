import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import styles from "./TrackRecordCard.module.css.ts";

/** The place of the record while it is on its way. */
export function TrackRecordSkeleton() {
  return (
    <Card title="Track record" id="forward">
      <div class={styles.forwardSkeleton} aria-label="Loading">
        <Skeleton />
        <Skeleton />
        <Skeleton />
      </div>
    </Card>
  );
}
