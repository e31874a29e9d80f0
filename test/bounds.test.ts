import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ApiWafProtection, EncryptedDataStores, HardenedApi, HardenedVpc, ManagedSecrets, SecureLambda, SecureLambdaProps } from '../src';
import { synth } from './support/synth';
import { COUNTRY_CODES } from '../src/waf/country-codes';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const fn = (props: Partial<SecureLambdaProps>) => (stack: Stack) => new SecureLambda(stack, 'Fn', { code, outsideVpc: true, ...props });
const api = (throttlingRateLimit: number, throttlingBurstLimit = 1) => (stack: Stack) =>
  new HardenedApi(stack, 'Api', { throttlingRateLimit, throttlingBurstLimit }).addRoute('GET', '/', fn({})(stack).function);
const bucketWith = (rule: s3.LifecycleRule) => (stack: Stack) =>
  new EncryptedDataStores(stack, 'Stores').addBucket('Bucket', { lifecycleRules: [rule] });
const infrequentAfter = (days: number) => ({ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(days) });
const countries = (count: number) => [...COUNTRY_CODES].slice(0, count);

/** The last value that AWS accepts at each end, and the first that it does not. */
test.each<[string, ((value: any) => (stack: Stack) => unknown), unknown[], unknown[]]>([
  ['memorySize', (memorySize) => fn({ memorySize }), [128, 10240], [127, 10241]],
  ['timeout', (timeout) => fn({ timeout }), [Duration.seconds(1), Duration.minutes(15)], [Duration.seconds(0), Duration.seconds(901)]],
  ['reservedConcurrentExecutions', (value) => fn({ reservedConcurrentExecutions: value }), [0, 1000], [-1]],
  ['handler', (handler) => fn({ handler: `index.${handler}` }), ['a', 'a'.repeat(122)], ['', 'a'.repeat(123), 'a b']],
  ['rateLimit', (rateLimit) => (stack) => new ApiWafProtection(stack, 'Waf', { rateLimit }), [10, 2_000_000_000], [9, 2_000_000_001]],
  ['blockedCountries', (count) => (stack) => new ApiWafProtection(stack, 'Waf', { blockedCountries: countries(count) }), [1, 50], [51]],
  ['webAclName', (length) => (stack) => new ApiWafProtection(stack, 'Waf', { webAclName: 'a'.repeat(length) }), [1, 128], [129]],
  ['blockedCidrs', (prefix) => (stack) => new ApiWafProtection(stack, 'Waf', { blockedCidrs: [`192.0.2.0/${prefix}`] }), [1, 32], [0, 33]],
  ['blockedCidrs of IPv6', (prefix) => (stack) => new ApiWafProtection(stack, 'Waf', { blockedCidrs: [`2001:db8::/${prefix}`] }),
    [1, 128], [0, 129]],
  ['throttlingRateLimit', (limit) => api(limit), [1, 50_000], [0, 0.5, NaN]],
  ['throttlingBurstLimit', (limit) => api(1, limit), [1, 50_000], [0, -1, Infinity]],
  ['stageName', (length) => (stack) => new HardenedApi(stack, 'Api', { stageName: 'a'.repeat(length) }).addRoute('GET', '/',
    fn({})(stack).function), [1, 128], [129]],
  ['transitionAfter', (days) => bucketWith({ expiration: Duration.days(60), transitions: [infrequentAfter(days)] }), [30, 59], [29, 60]],
  ['maxAzs', (maxAzs) => (stack) => new HardenedVpc(stack, 'Network', { maxAzs, natGateways: 1 }), [1, 6], [0, 7]],
  ['natGateways', (natGateways) => (stack) => new HardenedVpc(stack, 'Network', { natGateways, interfaceEndpoints: true }), [0, 3],
    [-1, 4]],
  ['reservedAzs', (reservedAzs) => (stack) => new HardenedVpc(stack, 'Network', { reservedAzs }), [0, 3], [-1, 4]],
  ['ipAddresses', (prefix) => (stack) => new HardenedVpc(stack, 'Network', { ipAddresses: ec2.IpAddresses.cidr(`10.0.0.0/${prefix}`) }),
    [16, 24], [15, 25]],
  ['rotateAfter', (rotateAfter) => (stack) => new ManagedSecrets(stack, 'Secrets', { rotateAfter }),
    [Duration.hours(4), Duration.days(1000)],
    [Duration.hours(3), Duration.hours(1000 * 24 + 1)]],
  ['apiSecretName', (length) => (stack) => new ManagedSecrets(stack, 'Secrets', { apiSecretName: 'a'.repeat(length) }), [1, 512], [513]],
  ['credentialNames', (length) => (stack) => new ManagedSecrets(stack, 'Secrets', { credentialNames: ['a'.repeat(length)] }), [1, 128],
    [0, 129]],
  ['accessLogExpiration', (days) => (stack) => new EncryptedDataStores(stack, 'Stores', { accessLogExpiration: Duration.days(days) }),
    [1, 36500], [0, 36501]],
  ['tableName', (length) => (stack) => new EncryptedDataStores(stack, 'Stores', { table: { tableName: 'a'.repeat(length) } }), [3, 255],
    [2, 256]],
  ['bucketName', (length) => (stack) => new EncryptedDataStores(stack, 'Stores', { snapshotsBucket: { bucketName: 'a'.repeat(length) } }),
    [3, 63], [2, 64]],
])('%s takes what AWS takes, and no more', (name, build, accepted, rejected) => {
  for (const value of accepted) {
    expect(() => synth(build(value) as (stack: Stack) => void)).not.toThrow();
  }
  for (const value of rejected) {
    expect(() => synth(build(value) as (stack: Stack) => void)).toThrow(expect.objectContaining({
      name: 'HardenedError',
      message: expect.stringMatching(/ must .*\(at Stack\/[\w/]+\)/),
      code: expect.stringMatching(/^(OutOfRange|InvalidFormat)$/),
      path: expect.stringMatching(/^Stack\/[\w/]+$/),
      prop: expect.stringContaining(name.split(' ')[0]),
    }));
  }
});
