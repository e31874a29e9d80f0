import {
  actionsOf, allOf, Condition, each, either, every, fault, faults, hasAwsManagedPolicy, is, isAtMost, isNot, isRetained, isSet,
  isUnset, matches, nameOf, none, relation, requiredValues, Resource, Resources, some, sourceOf, statementsOf, valueAt,
} from '../../src/evidence';

const resource = (properties: object, more: object = {}): [Resource, Resources] => {
  const all = new Resources([sourceOf('T', { Resources: { One: { Type: 'T::T::T', Properties: properties, ...more } } })]);
  return [all.all[0], all];
};

test.each<[Condition, string, object, string]>([
  [is('A.B', true), 'has A.B true', {}, 'A.B must be true, and is not set'],
  [is('A', 'x', 2), 'has A "x" or 2', { A: 'y' }, 'A must be "x" or 2, and is "y"'],
  [isNot('A', 'x', 'y'), 'does not have A "x" or "y"', { A: 'y' }, 'A must not be "x" or "y", and is "y"'],
  [isSet(['A', 'b.c']), 'has A.b.c', {}, 'A.b.c must be set, and is not set'],
  [isUnset('A'), 'has no A', { A: 1 }, 'A must not be set, and is 1'],
  [matches('A', /^x/), 'has A matching ^x', { A: { Ref: 'P' } }, 'A must match ^x, and is known at deployment only'],
  [isAtMost('A', 5), 'has A of at most 5', { A: 6 }, 'A must be at most 5, and is 6'],
  [some('A', is('B', 1), isSet('C')), 'has one of A that has B 1, and has C', { A: [] },
    'A must have one that has B 1, and has C, and is another list'],
  [each('A', isSet('B')), 'has A, each of which has B', { A: [{}] }, 'A must be a list, each of which has B, and is another list'],
  [none('A', isSet('B')), 'has none of A that has B', { A: [{ B: 1 }] }, 'A must have none that has B, and is another list'],
  [either(isSet('A'), isUnset('B')), 'has A, or has no B', { B: 1 }, 'A must be set, and is not set'],
  [isRetained(), 'is retained when it is replaced or its stack is deleted', {},
    'it must be retained; its DeletionPolicy is not set and its UpdateReplacePolicy not set'],
  [relation('is good', 'it is judged', () => 'it is bad'), 'is good', {}, 'it is bad'],
])('%j: %s', (condition, described, properties, expected) => {
  expect(allOf([condition])).toBe(described);
  expect(fault(condition, ...resource(properties))).toBe(expected);
});

test('a resource has all faults that it has, in their order, and none that it has not', () => {
  expect(faults([isSet('A'), isSet('B'), isSet('C')], ...resource({ B: 1 }))).toEqual([
    'A must be set, and is not set', 'C must be set, and is not set',
  ]);
});

test.each<[Condition, object]>([
  [is('A', '0'), { A: null }], [is('A', 'undefined'), {}], [matches('A', /1/), { A: 1 }], [isAtMost('A', 5), { A: [1] }],
  [none('A', isSet('B')), { A: 'x' }], [is('A', '1'), { A: [1] }],
])('%j does not hold of %j', (condition, properties) => {
  const [one, all] = resource(properties);
  expect(fault(condition, one, all)).toEqual(expect.any(String));
});

test('a clause is about one type, and holds where nothing else is said', () => {
  const { which, recognized, partOf, type, conditions } = every('T::T::T', [isSet('A')]);
  expect([type, which, recognized, partOf, conditions.length]).toEqual(['T::T::T', [], [], undefined, 1]);
});

test.each<[unknown, string, unknown]>([
  [{ A: { B: 1 } }, 'A.B', 1], [{ A: null }, 'A.B', undefined], [{ A: { Ref: 'X' } }, 'A', { Ref: 'X' }], [undefined, 'A', undefined],
  [{ A: { Ref: 'AWS::NoValue' } }, 'A', undefined], [{ A: false }, 'A', false],
])('of %j the value at %s is %j', (properties, path, value) => expect(valueAt(properties, path)).toEqual(value));

describe('a statement demands', () => {
  test.each([
    'StringEquals', 'StringLike', 'StringEqualsIgnoreCase', 'ArnEquals', 'ArnLike', 'Bool', 'ForAnyValue:StringEquals',
    'ForAnyValue:StringLike',
  ])('the values of %s', (operator) => {
    expect(requiredValues({ Effect: 'Allow', Condition: { [operator]: { key: 'value' } } })).toEqual({ key: 'value' });
  });

  test.each([
    'StringNotEquals', 'StringEqualsIfExists', 'BoolIfExists', 'Null', 'ForAllValues:StringEquals', 'ForAnyValue:Bool', 'NotStringEquals',
    'ForAnyValue:StringNotEquals', 'ForAnyValue:StringEqualsIfExists',
  ])('nothing by %s', (operator) => {
    expect(requiredValues({ Effect: 'Allow', Condition: { [operator]: { key: 'value' } } })).toEqual({});
  });

  test('nothing without a condition', () => expect(requiredValues({ Effect: 'Allow' })).toEqual({}));

  test('what is not there is an empty list', () => {
    expect([statementsOf(undefined), statementsOf({}), actionsOf({ Effect: 'Deny' })]).toEqual([[], [], []]);
    expect(statementsOf({ Statement: { Effect: 'Deny', Action: 'x' } })).toEqual([{ Effect: 'Deny', Action: 'x' }]);
  });
});

test('a role without policies has none of AWS, and a resource is named by its path where that is known', () => {
  const [one] = resource({});
  expect([hasAwsManagedPolicy(one), nameOf(one), nameOf({ ...one, path: 'Stack/One' })]).toEqual([false, 'One', 'Stack/One']);
});
