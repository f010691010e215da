import { value, call } from "./other.ts";

if (value) call(1); // curly
export const loose = value == 1; // eqeqeq
export const longhand = { value: value, call: call }; // object-shorthand
export const joined = "a" + value + "b"; // prefer-template
export const nested = value ? 1 : call(2) ? 2 : 3; // no-nested-ternary
export const line = [value, value, value, value, value, value, value, value, value, value, value, value, value, value, value, value, value, value]; // max-len
export const multiline = value
(call || value).length; // no-unexpected-multiline
