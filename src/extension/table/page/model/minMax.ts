/** Where the lowest and the highest of values are, each where it was last; -1 where there is none. */
export function minMax(values: readonly (number | null)[]): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [-1, -1];
  values.forEach((value, index) => {
    if (value !== null) {
      lowest = lowest === -1 || value <= (values[lowest] ?? Infinity) ? index : lowest;
      highest = highest === -1 || value >= (values[highest] ?? -Infinity) ? index : highest;
    }
  });
  return [lowest, highest];
}
