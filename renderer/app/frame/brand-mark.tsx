/** The console's mark: a seal within a seal. */
export function BrandMark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="5" fill="var(--accent-fill)" />
      <path d="M5.5 5.5h13v13h-13zM9.5 9.5h5v5h-5z" fill="none" stroke="var(--on-accent)" strokeWidth="1.6" />
    </svg>
  );
}
