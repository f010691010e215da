/** The last index of the lowest and of the highest value; -1 if there are no values. */
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
