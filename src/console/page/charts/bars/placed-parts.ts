/** Each part with where it begins; parts of nothing are left out. */
export function placedParts<T extends { readonly share: number }>(
  parts: readonly T[],
): { readonly part: T; readonly from: number }[] {
  let from = 0;
  return parts.flatMap((part) => {
    const placed = { part, from };
    from += part.share;
    return part.share > 0 ? [placed] : [];
  });
}
