const COLOURS = 8;

/** A colour of the palette for the n-th of many; they come again after eight. */
export function colourAt(place: number): number {
  return (place % COLOURS) + 1;
}
