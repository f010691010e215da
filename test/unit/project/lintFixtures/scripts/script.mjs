import { value, call } from "./other.ts";
import * as names from "./other.ts";

export class Base {}
export class Derived extends Base {
  constructor() { // constructor-super
    call(1);
  }
}
export class Early extends Base {
  constructor() {
    this.value = 1; // no-this-before-super
    super();
  }
}
export const getter = {
  get name() { // getter-return
    call(2);
  },
};
export const setter = {
  set name(given) {
    return given; // no-setter-return
  },
};
class Changed {}
Changed = value; // no-class-assign
call(Changed);
const fixed = 1;
fixed = 2; // no-const-assign
call(fixed);
export class Twice {
  name() {}
  name() {} // no-dupe-class-members
}
export const keys = { a: 1, a: 2 }; // no-dupe-keys
function declared() {}
declared = value; // no-func-assign
call(declared);
names.call = value; // no-import-assign
export const symbol = new Symbol("a"); // no-new-native-nonconstructor
export const math = Math(); // no-obj-calls
var again = 1;
var again = 2; // no-redeclare
call(again);
export const unknown = notDefined; // no-undef
export function unreachable() {
  return 1;
  call(3); // no-unreachable
}
export const negated = !value in names; // no-unsafe-negation
const unused = 1; // no-unused-vars
