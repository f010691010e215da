export const value: any = 1;
export const list: any[] = [];
export const other = 1;
export function call(...given: unknown[]): any {
  return given;
}
export interface Shape {
  readonly a: number;
}
