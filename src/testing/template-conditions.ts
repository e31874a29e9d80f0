import { isUnknown } from './physical-names';
import { Stack } from './stack';

function equals([left, right]: [unknown, unknown], stack: Stack): boolean {
  const values = [left, right].map((value) => String(stack.resolve(value)));
  const open = values.find(isUnknown);
  if (open !== undefined) {
    throw new Error(`A condition of ${stack.name} depends on ${open}: give its value in parameters`);
  }
  return values[0] === values[1];
}

const FUNCTIONS: Record<string, (argument: any, stack: Stack) => boolean> = {
  'Fn::Equals': equals,
  'Fn::Not': ([one], stack) => !holds(one, stack),
  'Fn::And': (all: unknown[], stack) => all.every((one) => holds(one, stack)),
  'Fn::Or': (all: unknown[], stack) => all.some((one) => holds(one, stack)),
  'Condition': conditionHolds,
};

function holds(expression: unknown, stack: Stack): boolean {
  const [[name, argument]] = Object.entries(expression as object);
  if (!FUNCTIONS[name]) {
    throw new Error(`${name} in a condition of ${stack.name} is not known before it is deployed`);
  }
  return FUNCTIONS[name](argument, stack);
}

/** Whether a condition of the template is met. */
export function conditionHolds(name: string, stack: Stack): boolean {
  const expression = stack.template.Conditions?.[name];
  if (expression === undefined) {
    throw new Error(`No condition named ${name} in ${stack.name}`);
  }
  return holds(expression, stack);
}
