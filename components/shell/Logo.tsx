/** The mark: two blocks and the wire between them. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <rect x="7" y="8" width="8" height="7" rx="1.6" fill="var(--on-accent)" opacity=".72" />
      <rect x="17" y="17" width="8" height="7" rx="1.6" fill="var(--on-accent)" />
      <path
        d="M15 11.5h3.2a2.8 2.8 0 0 1 2.8 2.8V17"
        fill="none"
        stroke="var(--on-accent)"
        stroke-width="2"
      />
    </svg>
  );
}
