import { NARROWEST, WIDEST, type GridLayout } from "../../protocol.ts";

/** Changes a layout, of whichever rows it is. */
export type LayoutChange = <Layout extends GridLayout>(now: Layout) => Layout;

/** The columns on screen, in their order. */
export function shownColumns<Column extends string>({
  order,
  hidden,
}: Pick<GridLayout<Column>, "order" | "hidden">): readonly Column[] {
  const shown = order.filter((column) => !hidden.includes(column));
  // Without any column, no rows would be visible.
  return shown.length > 0 ? shown : order.slice(0, 1);
}

export function withWidth<Layout extends GridLayout>(layout: Layout, column: string, width: number): Layout {
  return {
    ...layout,
    widths: { ...layout.widths, [column]: Math.round(Math.max(NARROWEST, Math.min(width, WIDEST))) },
  };
}

/** Moves a column by -1 or 1 places among the visible ones. */
export function moved<Layout extends GridLayout>(layout: Layout, column: string, by: number): Layout {
  const shown = shownColumns(layout);
  const target = shown[shown.indexOf(column) + by];
  return target === undefined ? layout : movedTo(layout, column, target);
}

/** Moves a column to the place of another. */
export function movedTo<Layout extends GridLayout>(layout: Layout, column: string, target: string): Layout {
  const place = layout.order.indexOf(target);
  const order = layout.order.filter((id) => id !== column);
  return column === target ? layout : { ...layout, order: [...order.slice(0, place), column, ...order.slice(place)] };
}

export function toggled<Layout extends GridLayout>(layout: Layout, column: string): Layout {
  const isHidden = layout.hidden.includes(column);
  const hidden = isHidden ? layout.hidden.filter((id) => id !== column) : [...layout.hidden, column];
  return hidden.length === layout.order.length ? layout : { ...layout, hidden };
}

/**
 * Sorts by a column, or reverses the direction if it is sorted by it already.
 * @param isAmount users look for the largest amounts first
 */
export function sortedBy<Layout extends GridLayout>(layout: Layout, column: string, isAmount: boolean): Layout {
  const isSame = layout.sort.column === column;
  return { ...layout, sort: { column, descending: isSame ? !layout.sort.descending : isAmount } };
}
