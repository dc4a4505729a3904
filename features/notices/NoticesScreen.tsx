/** What the app has told: plain HTML, works without JavaScript. */
import type { NoticeList } from "../../contracts/notices.ts";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { Time } from "../../ui/Time.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import styles from "./NoticesScreen.module.css.ts";

export function NoticesScreen({ notices, unread, next }: NoticeList) {
  return (
    <div class={pagesStyles.page}>
      <PageHead
        title="Notices"
        about="Signals, daily results, failures, corrected candles and limits. Kept for 90 days."
        actions={
          <>
            {unread > 0 && (
              <form method="post" action="/notices/read">
                <Button type="submit" icon="check">Mark all as read</Button>
              </form>
            )}
            <ButtonLink href="/settings#notices">Notice settings</ButtonLink>
          </>
        }
      />
      {notices.length === 0
        ? (
          <EmptyState icon={STILL_ICONS.bell} title="No notices yet">
            When a followed version gives a signal, a daily update is done or something fails, it is
            listed here.
          </EmptyState>
        )
        : (
          <Card pad={false}>
            <ul class={styles.list}>
              {notices.map(({ id, title, text, silent, created_at, read_at }) => {
                const isUnread = read_at === null && !silent;
                return (
                  <li key={id} class={styles.row} data-part="notice" data-unread={isUnread}>
                    <p class={styles.head}>
                      <Badge tone={isUnread ? "accent" : "neutral"}>{title}</Badge>
                      {isUnread && <span class={styles.unread}>Unread</span>}
                      <span class={styles.time}>
                        <Time at={created_at} />
                      </span>
                    </p>
                    <a class={styles.text} href={`/notices/${id}`}>{text}</a>
                  </li>
                );
              })}
            </ul>
          </Card>
        )}
      {next !== null && (
        <p class={styles.more}>
          <ButtonLink href={`/notices?before=${next}`}>Older notices</ButtonLink>
        </p>
      )}
    </div>
  );
}
