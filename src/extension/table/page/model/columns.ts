import { columnOf, type ColumnId } from "../../../../core/model/sessionFields.ts";
import { NARROWEST, WIDEST, type TableLayout } from "../../protocol.ts";

/** The columns on screen, in their order. */
export function shownColumns({ order, hidden }: TableLayout): readonly ColumnId[] {
  const shown = order.filter((column) => !hidden.includes(column));
  // Without any column there would be no rows to see.
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

/** A column moved among those on screen: by -1 or 1 places. */
export function moved(layout: TableLayout, column: ColumnId, by: number): TableLayout {
  const shown = shownColumns(layout);
  const target = shown[shown.indexOf(column) + by];
  return target === undefined ? layout : movedTo(layout, column, target);
}

/** A column moved to the place of another. */
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

/** Sorted by a column; the other way round where it is already. */
export function sortedBy(layout: TableLayout, column: ColumnId): TableLayout {
  const isSame = layout.sort.column === column;
  // Of amounts, people look for the largest first.
  const isAmount = columnOf(column).isAmount === true;
  return { ...layout, sort: { column, descending: isSame ? !layout.sort.descending : isAmount } };
}
