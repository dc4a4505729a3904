import type { ComponentChildren } from "preact";
import { Icon } from "../../ui/Icon.tsx";

/** Where this page hangs, what it is, what can be done. */
export function PageHead(
  { trail = [], title, about, actions }: {
    readonly trail?: readonly { readonly href: string; readonly label: string }[];
    readonly title: string;
    readonly about?: ComponentChildren;
    readonly actions?: ComponentChildren;
  },
) {
  return (
    <div class="page-top">
      {trail.length > 0 && (
        <nav class="trail" aria-label="Where this is">
          {trail.map(({ href, label }) => (
            <span key={href}>
              <a href={href} title={label}>{label}</a>
              <Icon name="chevron-right" size={14} />
            </span>
          ))}
        </nav>
      )}
      <div class="page-head">
        <div class="page-title">
          <h1 title={title}>{title}</h1>
          {about && <p>{about}</p>}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </div>
    </div>
  );
}
