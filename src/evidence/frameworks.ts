const AWS = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const OWASP = 'https://owasp.org';

/** The page of a Security Hub control: that of its service, at its number. */
const securityHub = (id: string): string => {
  const [service] = id.toLowerCase().split('.');
  return `${AWS}/${service}-controls.html#${id.toLowerCase().replace('.', '-')}`;
};

/** NIST's catalogue names a control with two digits, and no enhancement. */
const nist = (id: string): string => {
  const [, family, number] = /^([A-Z]{2})-(\d+)/.exec(id) ?? [];
  return 'https://csrc.nist.gov/projects/cprt/catalog#/cprt/framework/version/SP_800_53_5_1_1/home?element='
    + `${family}-${number?.padStart(2, '0')}`;
};

const OWASP_PAGES = {
  'A03:2021': 'Top10/2021/A03_2021-Injection/',
  'A05:2021': 'Top10/2021/A05_2021-Security_Misconfiguration/',
  'API4:2023': 'API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
  'API8:2023': 'API-Security/editions/2023/en/0xa8-security-misconfiguration/',
};

/** Where a reader finds a rule of a framework, by how a reference to it begins. */
const PAGES = {
  // a control of the AWS Foundational Security Best Practices
  'FSBP ': securityHub,
  // one that Security Hub has for other standards only
  'SecurityHub ': securityHub,
  // CIS gives its text to who signs in; AWS lists its numbers
  'CIS AWS 3.0 ': () => `${AWS}/cis-aws-foundations-benchmark.html#cis3v0-standard`,
  'AwsSolutions-': () => 'https://github.com/cdklabs/cdk-nag/blob/main/RULES.md#aws-solutions',
  'NIST-800-53r5 ': nist,
  'CKV_AWS_': () => 'https://www.checkov.io/5.Policy%20Index/cloudformation.html',
  'OWASP ': (id: string) => `${OWASP}/${OWASP_PAGES[id as keyof typeof OWASP_PAGES]}`,
};

type Prefix = keyof typeof PAGES;
type Prefixed<Start extends Prefix> = Start extends 'OWASP ' ? `OWASP ${keyof typeof OWASP_PAGES}` : `${Start}${string}`;

/** A rule of a public framework: how its framework is named here, and the framework's own id. For another framework add to `PAGES`. */
export type Reference = Prefixed<Prefix>;

/** The framework of a reference as it is named here, and the id in it. */
export function splitReference(reference: Reference): readonly [Prefix, string] {
  const prefix = (Object.keys(PAGES) as Prefix[]).find((start) => reference.startsWith(start));
  if (prefix === undefined) {
    throw new Error(`${reference} is of no known framework: add how its references begin, and its page, to PAGES in `
      + 'src/evidence/frameworks.ts');
  }
  return [prefix, reference.slice(prefix.length)];
}

/** Where a reader finds the rule. */
export function pageOf(reference: Reference): string {
  const [prefix, id] = splitReference(reference);
  return PAGES[prefix](id);
}
