import { columnOf, type ColumnId } from "../../../../core/model/session/sessionFields.ts";
import { NARROWEST, WIDEST, type TableLayout } from "../../protocol.ts";

/** The columns on screen, in their order. */
export function shownColumns({ order, hidden }: TableLayout): readonly ColumnId[] {
  const shown = order.filter((column) => !hidden.includes(column));
  // Without any column, no rows would be visible.
  return shown.length > 0 ? shown : order.slice(0, 1);
}

export function widthOf({ widths }: TableLayout, column: ColumnId): number {
  return widths[column] ?? columnOf(column).width;
}

export function withWidth(layout: TableLayout, column: ColumnId, width: number): TableLayout {
  return {
    ...layout,
    widths: { ...layout.widths, [column]: Math.round(Math.max(NARROWEST, Math.min(width, WIDEST))) },
  };
}

/** Moves a column by -1 or 1 places among the visible ones. */
export function moved(layout: TableLayout, column: ColumnId, by: number): TableLayout {
  const shown = shownColumns(layout);
  const target = shown[shown.indexOf(column) + by];
  return target === undefined ? layout : movedTo(layout, column, target);
}

/** Moves a column to the place of another. */
export function movedTo(layout: TableLayout, column: ColumnId, target: ColumnId): TableLayout {
  const place = layout.order.indexOf(target);
  const order = layout.order.filter((id) => id !== column);
  return column === target ? layout : { ...layout, order: [...order.slice(0, place), column, ...order.slice(place)] };
}

export function toggled(layout: TableLayout, column: ColumnId): TableLayout {
  const isHidden = layout.hidden.includes(column);
  const hidden = isHidden ? layout.hidden.filter((id) => id !== column) : [...layout.hidden, column];
  return hidden.length === layout.order.length ? layout : { ...layout, hidden };
}

/** Sorts by a column, or reverses the direction if it is sorted by it already. */
export function sortedBy(layout: TableLayout, column: ColumnId): TableLayout {
  const isSame = layout.sort.column === column;
  // Users look for the largest amounts first.
  const isAmount = columnOf(column).isAmount === true;
  return { ...layout, sort: { column, descending: isSame ? !layout.sort.descending : isAmount } };
}
