import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { wholeApp } from './at-synth';
import { mistake } from './errors';

/** What is wrong with the policies of a resource that can have one: CloudFormation rejects a second, or the last one wins. */
export function policyErrors(resource: IConstruct, isOfIt: (one: IConstruct) => boolean): string[] {
  const paths = wholeApp(resource).filter(isOfIt).map(({ node }) => node.path);
  return paths.length < 2 ? [] : [
    mistake(resource.node.path, 'it', `must have one policy, and has ${paths.join(' and ')}: `
      + 'add statements with addToResourcePolicy instead'),
  ];
}

export const isPolicyOfBucket = (bucket: s3.IBucket) => (one: IConstruct): boolean =>
  one instanceof s3.CfnBucketPolicy && one.bucket === bucket.bucketName;

export const isPolicyOfSecret = (secret: secretsmanager.ISecret) => (one: IConstruct): boolean =>
  one instanceof secretsmanager.CfnResourcePolicy && one.secretId === secret.secretArn;
