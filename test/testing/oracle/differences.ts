import { Case } from './requests';

/** Where the oracle decides otherwise than AWS documents. Such requests are left out here, and `policies-of.test.ts` has them. */
export interface Difference {
  readonly what: string;
  readonly page: string;
  readonly isIn: (one: Case, text: string) => boolean;
}

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const lacks = ({ context }: Case, key: string) => context[key] === undefined;
const NEGATED = /"(?:For\w+:)?(?:String|Arn)Not\w+":\{[^}]*?"[^"]+":(?:"\$\{aws:(?:none|PrincipalTag\/team)\}|"[^"]*\$\{aws|\[[^\]]*\$\{aws:(?:none|PrincipalTag\/team)\})/;

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'IfExists makes ForAnyValue true without the key; the oracle has it false',
    page: `${GUIDE}/reference_policies_elements_condition_operators.html#Conditions_IfExists`,
    isIn: (one, text) => lacks(one, 'aws:TagKeys') && /ForAnyValue:\w+IfExists/.test(text),
  },
  {
    what: '${*} is an asterisk wherever variables are allowed; the oracle does not know it in comparisons for equality',
    page: `${GUIDE}/reference_policies_variables.html#policy-vars-specialchars`,
    isIn: (_, text) => /String(Not)?Equals(IgnoreCase)?(IfExists)?":\{[^}]*\$\{\*\}/.test(text),
  },
  {
    what: 'variables are allowed in the resource portion of an ARN; the oracle splits the ARN at the colon of a variable that begins it',
    page: `${GUIDE}/reference_policies_variables.html#policy-vars-wheretouse`,
    isIn: (_, text) => text.includes(':${aws:'),
  },
  {
    what: 'an inverted operator holds against a variable without a value; the oracle never lets it hold',
    page: `${GUIDE}/reference_policies_variables.html#policy-vars-no-value`,
    isIn: (one, text) => NEGATED.test(text) && (text.includes('${aws:none}') || lacks(one, 'aws:PrincipalTag/team')),
  },
  {
    what: 'a NotResource with a variable without a value excludes nothing; the oracle lets the statement not apply',
    page: `${GUIDE}/reference_policies_variables.html#policy-vars-no-value`,
    isIn: (one, text) => lacks(one, 'aws:PrincipalTag/team') && /"NotResource":("|\[[^\]]*)[^"]*\$\{aws:PrincipalTag\/team/.test(text),
  },
  {
    what: '"*" and {"AWS":"*"} are the same; the oracle leaves services out of the second',
    page: `${GUIDE}/reference_policies_elements_principal.html#principal-anonymous`,
    isIn: ({ caller }, text) => caller === 'service' && text.includes('{"AWS":"*"}'),
  },
  {
    what: 'an address without a prefix, or with the prefix 0, is a range as any other; the oracle knows it only within its own family',
    page: `${GUIDE}/reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
    isIn: (_, text) => /IpAddress[^}]*("10\.1\.2\.3"|"2001:db8::5"|0\.0\.0\.0\/0|::\/0)/.test(text),
  },
  {
    what: 'NotPrincipal must name the account and the role, or AWS denies at the one that is missing; one of them is enough for the oracle',
    page: `${GUIDE}/reference_policies_elements_notprincipal.html`,
    isIn: (_, text) => [...text.matchAll(/"NotPrincipal":\{"AWS":\[([^\]]*)\]/g)]
      .some(([, list]) => !list.includes(':root') || !list.includes('/caller')),
  },
];

/** The policies of a case as one text. */
const policiesOfCase = ({ identity, boundary, onResource, endpoint }: Case) =>
  JSON.stringify([identity, boundary, onResource, endpoint]);

export const differenceIn = (one: Case): Difference | undefined => DIFFERENCES.find(({ isIn }) => isIn(one, policiesOfCase(one)));
