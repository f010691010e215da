// Each comment names the rules that must report in this file.
import { value, list, call } from "./other.ts";

for (let i = 0; i < 10; i--) {
  call(i); // for-direction
}
export const promise = new Promise(async (resolve) => {
  resolve(await call(1)); // no-async-promise-executor
});
export const late = new Promise((resolve) => setTimeout(resolve, 1)); // no-promise-executor-return
switch (value) {
  case 1:
    let inside = 1; // no-case-declarations
    call(inside);
  case 2: // no-fallthrough
    call(2);
    break;
  case 1: // no-duplicate-case
    break;
}
export const zero = value === -0; // no-compare-neg-zero
let assigned;
if ((assigned = value), assigned) {
  call(assigned);
}
while (assigned = call(3)) { // no-cond-assign
  call(assigned);
}
export const same = value + 1 ?? 2; // no-constant-binary-expression
if (true) { // no-constant-condition
  call(4);
}
export const control = /\x1f/; // no-control-regex
debugger; // no-debugger
if (value === 1) {
  call(5);
} else if (value === 2) {
  call(6);
} else if (value === 1) { // no-dupe-else-if
  call(7);
}
if (value === 3) {
} // no-empty
export const none = /^abc[]/; // no-empty-character-class
export const { a: {} } = value; // no-empty-pattern
export class Static {
  static {} // no-empty-static-block
}
try {
  call(8);
} catch (error) {
  error = 1; // no-ex-assign
  call(error);
}
export const double = !!!value; // no-extra-boolean-cast
Object = value; // no-global-assign
export const invalid = new RegExp("["); // no-invalid-regexp
export const strange = 1; // no-irregular-whitespace
export const precise = 5123000000000000000000000000001; // no-loss-of-precision
export const misleading = /^[👍]$/; // no-misleading-character-class
export const own = value.hasOwnProperty("a"); // no-prototype-builtins
export const spaces = /a   b/; // no-regex-spaces
list.a = list.a; // no-self-assign
export function shadow(undefined) { // no-shadow-restricted-names
  return undefined;
}
export const sparse = [1, , 2]; // no-sparse-arrays
let unassigned; // no-unassigned-vars
call(unassigned);
export function finalReturn() {
  try {
    return call(9);
  } finally {
    return 1; // no-unsafe-finally
  }
}
export const chained = (value?.a).b; // no-unsafe-optional-chaining
label: for (const each of list) { // no-unused-labels
  call(each);
}
export class Members {
  #unused = 1; // no-unused-private-class-members
}
export function useless() {
  let first = 1; // no-useless-assignment
  call(first);
  first = 2;
  return 3;
}
export const back = /(?:a)\1(b)/; // no-useless-backreference
try {
  call(10);
} catch (error) { // no-useless-catch
  throw error;
}
export const escape = "\d"; // no-useless-escape
export function caught() {
  try {
    call(11);
  } catch (error) {
    throw new Error("lost"); // preserve-caught-error
  }
}
export function* noYield() { // require-yield
  return 1;
}
export const nan = value === NaN; // use-isnan
export const type = typeof value === "strnig"; // valid-typeof
