declare const text: string;
declare const maybe: string | undefined;
declare const texts: string[];
declare const any: any;
declare const anything: any[];
declare const promise: Promise<string>;
declare const object: { a: number };
declare function take(given: string): void;
declare function takeVoid(given: () => void): void;
declare function nothing(): void;
declare const flag: boolean;

export async function awaits(): Promise<void> {
  await text; // await-thenable
}
export function deletes(): void {
  delete texts[0]; // no-array-delete
}
export const based = String(object); // no-base-to-string
export const confusing = [nothing()]; // no-confusing-void-expression
/** @deprecated for the fixture */
export function deprecated(): void {
  nothing();
}
deprecated(); // no-deprecated
export type Duplicate = "a" | "a"; // no-duplicate-type-constituents
promise.then(nothing); // no-floating-promises
for (const index in texts) { // no-for-in-array
  take(index);
}
export type Generated = Pick<{ a: number }, never>; // no-generated-empty-object-type
setTimeout("take()", 1); // no-implied-eval
void nothing(); // no-meaningless-void-operator
takeVoid(async () => { // no-misused-promises
  await promise;
});
export const spread = { ...promise }; // no-misused-spread
export enum Mixed {
  A = 1,
  B = "b", // no-mixed-enums
}
export type Redundant = string | unknown; // no-redundant-type-constituents
if (flag === true) { // no-unnecessary-boolean-literal-compare
  nothing();
}
if (object) { // no-unnecessary-condition
  nothing();
}
export const template = `${text}`; // no-unnecessary-template-expression
export function generic<T = string>(given: T, more: T): T[] {
  return [given, more];
}
export const argument = generic<string>("a", "b"); // no-unnecessary-type-arguments
export const assertion = text as string; // no-unnecessary-type-assertion
export const conversion = String(text); // no-unnecessary-type-conversion
export function once<T>(given: T): void { // no-unnecessary-type-parameters
  take(String(given));
}
take(any); // no-unsafe-argument
export const unsafe: string = any; // no-unsafe-assignment
any(); // no-unsafe-call
enum First {
  A,
}
enum Second {
  A,
}
export const first: First = 0; // no-unsafe-enum-assignment
export const compared = First.A === (0 as number) || First.A === (Second.A as unknown as number); // no-unsafe-enum-comparison
any.member.other(); // no-unsafe-member-access
export function returns(): string {
  return any; // no-unsafe-return
}
export const minus = -text; // no-unsafe-unary-minus
export function defaulted({ a = 1 }: { a: number }): number { // no-useless-default-assignment
  return a;
}
export function throws(): never {
  throw "text"; // only-throw-error
}
export const rejected = Promise.reject("text"); // prefer-promise-reject-errors
export const reduced = texts.reduce((all, each) => ({ ...all, [each]: 1 }), {} as Record<string, number>); // prefer-reduce-type-parameter
export class Fluent {
  run(): Fluent { // prefer-return-this-type
    return this;
  }
}
export class Pair {
  get value(): string { // related-getter-setter-pairs
    return "a";
  }
  set value(given: number) {
    take(String(given));
  }
}
export async function sync(): Promise<string> { // require-await
  return "a";
}
export const plus = text + 1; // restrict-plus-operands
export const restricted = `${object}`; // restrict-template-expressions
export async function returned(): Promise<string> {
  try {
    return promise; // return-await
  } catch {
    return "a";
  }
}
class Bound {
  value = 1;
  method(): number {
    return this.value;
  }
}
export const unbound = new Bound().method; // unbound-method
promise.catch((error) => { // use-unknown-in-catch-callback-variable
  take(String(error));
});
export const nonNull = maybe as string; // non-nullable-type-assertion-style
export const found = texts.filter((each) => each === "a")[0]; // prefer-find
export const included = text.indexOf("a") !== -1; // prefer-includes
export const coalesced = maybe || "a"; // prefer-nullish-coalescing
declare const nested: { a?: { b: number } } | undefined;
export const optional = nested && nested.a; // prefer-optional-chain
export const executed = /a/.test(text) ? text.match(/a/) : null; // prefer-regexp-exec
export const starts = text[0] === "a"; // prefer-string-starts-ends-with
declare const kind: "a" | "b";
switch (kind) { // switch-exhaustiveness-check
  case "a":
    nothing();
    break;
}
export const instance: Bound = { value: 1, method: () => 1 }; // no-unsafe-class-instance-assignment
take(anything.join());
